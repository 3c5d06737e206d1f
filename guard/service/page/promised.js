// What the reply promises, as it would be remembered once it is sent.
import { by, element } from "./element.js";

const GROUND = {
  supported: "supported by what is known",
  contradicted: "what is known says otherwise",
  unsupported: "nothing known supports it",
  "not checkable": "",
};

/** Lists the promises of a verdict. */
export function promised(commitments) {
  const own = commitments.filter((one) => !["negated", "question", "past", "reported"].includes(one.certainty));
  by("promises").hidden = !own.length;
  by("promises").replaceChildren(
    element("h3", { id: "promises-title" }, own.length === 1 ? "You make one promise" : `You make ${own.length} promises`),
    element("ul", {}, ...own.map(row)),
  );
}

function row(promise) {
  const told = [promise.by === "agent" ? "you" : "the company", due(promise), GROUND[promise.grounding]];
  return element("li", {}, `“${promise.text}” `, element("span", {}, told.filter(Boolean).join(" · ")));
}

function due({ due, when }) {
  if (!due) return when;
  const day = new Date(`${due.slice(0, 10)}T12:00:00Z`);
  return `by ${new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(day)}${due.length > 10 ? `, ${due.slice(11, 16)}` : ""}`;
}
