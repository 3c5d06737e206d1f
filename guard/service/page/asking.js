// The questions that are asked before something is done: use the rewrite, send it anyway, ignore a note.
import { difference } from "./difference.js";
import { by, element } from "./element.js";

/** Shows the rewrite as a change of the draft; answers "use", "mine" or "cancel". */
export function askRewrite(draft, rewrite, { sending = false, ignored = false } = {}) {
  const about = [sending ? "It was checked again, and may go out in place of yours." : "It was checked again by every policy."];
  if (ignored) about.push("It also changes what you ignored.");
  by("rewrite-about").textContent = about.join(" ");
  by("diff").replaceChildren(...difference(draft, rewrite.changes).map(piece));
  by("send-mine").hidden = !sending;
  return closed(by("rewrite"));
}

/** Asks why a held reply should go out; answers the reason, or null. */
export async function askOverride(reasons) {
  by("hold-about").replaceChildren(element("ul", {}, ...reasons.map((reason) => element("li", {}, reason))));
  const reason = by("hold-reason");
  reason.value = "";
  by("hold-override").disabled = true;
  reason.oninput = () => (by("hold-override").disabled = !reason.value.trim());
  const answer = await closed(by("hold"));
  return answer === "override" && reason.value.trim() ? reason.value.trim() : null;
}

/** Asks why a note does not fit; answers the reason, or null. */
export async function askIgnore(finding) {
  by("ignore-about").textContent = finding.message;
  const [choices, other] = [[...by("ignore").querySelectorAll("[name=why]")], by("ignore-other")];
  choices.forEach((one) => (one.checked = false));
  other.value = "";
  const reason = () => {
    const chosen = choices.find((one) => one.checked);
    return chosen ? chosen.value || other.value.trim() : "";
  };
  const look = () => (by("ignore-it").disabled = !reason());
  choices.forEach((one) => (one.onchange = () => {
    look();
    if (!one.value) other.focus();
  }));
  other.oninput = () => {
    choices.at(-1).checked = true;
    look();
  };
  look();
  const answer = await closed(by("ignore"));
  return answer === "ignore" && reason() ? reason() : null;
}

const CHECKED = {
  send: "ready to send", flag: "may go out; worth a look", rewrite: "a better wording was there",
  hold: "should not go out as it is", unchecked: "could not be made",
};

/** Shows what would go out, and what goes along with it; answers "fresh" or "back". */
export function showSent(outcome) {
  by("sent-text").textContent = outcome.text;
  const rows = [
    ["Which text", outcome.sent === "rewrite" ? "the rewrite" : "as you wrote it"],
    ["Last check", CHECKED[outcome.decision]],
    ...(outcome.overridden ? [["Sent anyway, because", outcome.overridden]] : []),
    ...outcome.ignored.map((one) => [`Ignored: ${one.policy}`, one.reason]),
  ];
  by("sent-facts").replaceChildren(...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  return closed(by("sent"));
}

function piece({ sort, text }) {
  if (sort === "same") return document.createTextNode(text);
  const [tag, said] = sort === "out" ? ["del", "left out: "] : ["ins", "put in: "];
  return element(tag, {}, element("span.unseen", {}, said), text);
}

// Opens a dialog, and answers with the button that closed it; Escape cancels.
function closed(dialog) {
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue || "cancel"), { once: true }));
}
