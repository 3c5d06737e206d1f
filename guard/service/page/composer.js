// The composer: a reply is checked as it is written, mended if its writer likes, and stopped where it must be.
import { askIgnore, askOverride, askRewrite, showSent } from "./asking.js";
import { Editor } from "./editor.js";
import { by } from "./element.js";
import { reveal, show } from "./given.js";
import { Loading } from "./loading.js";
import { Notes } from "./notes.js";
import { promised } from "./promised.js";
import { ask } from "./service.js";
import { unitsOf } from "./spans.js";
import { decisionOf, graveOf, MOST, nameOf, ranked, shown, standingOf } from "./verdict.js";

const PAUSE = 400;
const LONG_PAUSE = 2000;

// What is known of the draft. `verdict` is always one of `checked`, the text it was made of.
const state = { given: null, verdict: null, checked: null, rewritten: null, ignored: new Map(), told: new Set(), asked: null };
const timers = { check: 0, tell: 0 };

const editor = new Editor({ changed: typed, pointed: (name) => notes.light(name) });
const notes = new Notes({
  show: (finding) => editor.select(nameOf(finding)),
  why: (finding) => say(reveal(finding.because.where) ? "Shown in the conversation" : `It stands at ${finding.because.where}`),
  ignore,
  takeBack: (name) => {
    state.ignored.delete(name);
    render();
    editor.area.focus();
  },
  point: (name) => editor.light(name),
});
const loading = new Loading(begin);

function typed(text) {
  clearTimeout(timers.check);
  clearTimeout(timers.tell);
  state.asked?.abort();
  if (text.trim()) {
    timers.check = setTimeout(check, PAUSE);
    timers.tell = setTimeout(tellAbsences, LONG_PAUSE);
  } else {
    state.verdict = null;
  }
  render();
}

/** Checks the text as it is; true when a verdict came of it. */
async function check() {
  clearTimeout(timers.check);
  const draft = editor.text;
  state.asked?.abort();
  if (!draft.trim()) return false;
  if (state.verdict && state.checked === draft) return true;
  const asked = (state.asked = new AbortController());
  stand("checking", "Checking…");
  try {
    const verdict = await ask("/v1/check", { ...state.given, facts: { agent: { kind: "human" }, ...state.given?.facts }, draft }, asked.signal);
    if (asked.signal.aborted || editor.text !== draft) return false;
    Object.assign(state, { verdict, checked: draft, asked: null });
    fail(null);
    render();
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    state.verdict = null;
    fail(error);
    render();
    return false;
  }
}

// What is missing may still be coming; so it is told only on a longer pause, and when somebody sends.
async function tellAbsences() {
  clearTimeout(timers.tell);
  if (!(await check())) return;
  for (const finding of state.verdict.findings) if (!finding.span) state.told.add(nameOf(finding));
  render();
}

function render() {
  const { verdict, ignored, told } = state;
  const fresh = verdict && state.checked === editor.text;
  notes.ignored([...ignored]);
  if (!editor.text.trim()) {
    editor.mark([]);
    notes.put([]);
    promised([]);
    by("see-rewrite").hidden = true;
    return stand("idle", "Nothing written yet");
  }
  if (!fresh) {
    by("see-rewrite").hidden = true;
    if (by("standing").dataset.state !== "failed") stand("checking", "Waiting for a pause…");
    return undefined;
  }
  const found = shown(verdict, ignored, told);
  const unit = unitsOf(state.checked);
  editor.mark(found.slice(0, MOST).filter((one) => one.span).map((one) => ({
    start: unit(one.span.start), end: unit(one.span.end), severity: one.severity, name: nameOf(one),
  })));
  notes.put(found);
  promised(verdict.commitments);
  by("see-rewrite").hidden = !verdict.rewrite || !found.length;
  const standing = standingOf(verdict, ignored, told);
  stand(standing.state, standing.text);
  const count = found.length === 1 ? "1 note" : `${found.length} notes`;
  return say(`${standing.text}.${found.length ? ` ${count}. ${found[0].message}` : ""}`);
}

function stand(kind, text) {
  by("standing").dataset.state = kind;
  by("standing-text").textContent = text;
}

// Screen readers hear it politely, and only when it is new.
function say(text) {
  if (by("live").textContent !== text) by("live").textContent = text;
}

function fail(error) {
  const place = by("failure");
  place.hidden = !error;
  if (!error) return;
  const said = error.problems?.map((one) => `${one.where}: expected ${one.expected}; got ${one.got}; ${one.do}.`) ?? [];
  place.textContent = [`${error.message}, so this reply was not checked.`, ...said].join(" ");
  stand("failed", "Not checked");
}

async function ignore(finding) {
  const reason = await askIgnore(finding);
  if (!reason) return;
  state.ignored.set(nameOf(finding), { policy: finding.policy, virtue: finding.virtue, reason });
  render();
  editor.area.focus();
}

async function seeRewrite() {
  if (!(await check()) || !state.verdict.rewrite || by("see-rewrite").hidden) return;
  const { rewrite } = state.verdict;
  if ((await askRewrite(state.checked, rewrite, { ignored: state.ignored.size > 0 })) === "use") use(rewrite);
}

function use(rewrite) {
  state.rewritten = rewrite.text;
  editor.replace(rewrite.text);
  check();
}

async function send() {
  if (!editor.text.trim()) return editor.area.focus();
  await tellAbsences();
  const judged = state.verdict && state.checked === editor.text;
  const decision = judged ? decisionOf(state.verdict, state.ignored) : "unchecked";
  let overridden = null;
  const better = decision === "rewrite" && state.verdict.rewrite;
  if (better) {
    const answer = await askRewrite(state.checked, better, { sending: true, ignored: state.ignored.size > 0 });
    if (answer === "cancel") return editor.area.focus();
    if (answer === "use") {
      use(better);
      return send();
    }
  }
  if (!["send", "flag"].includes(decision) && (!better || graveOf(state.verdict, state.ignored))) {
    overridden = await askOverride(reasons(judged));
    if (!overridden) return editor.area.focus();
  }
  return finish({ decision, overridden });
}

function reasons(judged) {
  if (!judged) return ["It could not be checked."];
  const found = ranked(state.verdict, state.ignored).slice(0, MOST).map((one) => one.message);
  return found.length ? found : ["A check that must run could not."];
}

async function finish({ decision, overridden }) {
  const text = editor.text;
  const ignored = [...state.ignored.values()].map(({ policy, reason }) => ({ policy, reason }));
  const told = { decision, sent: text === state.rewritten ? "rewrite" : "draft", ignored, overridden };
  ask("/v1/outcome", told).catch(() => {}); // counts for whoever runs this; the writer need not wait for them
  if ((await showSent({ ...told, text })) === "fresh") begin({ ...state.given, draft: "" });
  else editor.area.focus();
}

/** Begins a reply to a case. */
function begin(given) {
  const { draft = "", ...rest } = given ?? {};
  Object.assign(state, { given: given && Object.keys(rest).length ? rest : null, verdict: null, checked: null, rewritten: null });
  state.ignored.clear();
  state.told.clear();
  show(state.given, () => loading.open());
  editor.load(typeof draft === "string" ? draft : "");
  fail(null);
  render();
  if (matchMedia("(pointer: fine)").matches) editor.area.focus({ preventScroll: true });
  if (editor.text.trim()) tellAbsences(); // a draft that comes with its case is whole
}

by("send").addEventListener("click", send);
by("see-rewrite").addEventListener("click", seeRewrite);
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  const pressed = { "F8": () => notes.step(event.shiftKey ? -1 : 1), "Escape": () => editor.area.focus() }[event.key];
  const does = event.key === "Enter" && (event.ctrlKey || event.metaKey) ? send : event.key === "Enter" && event.altKey ? seeRewrite : pressed;
  if (!does) return;
  event.preventDefault();
  does();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of document.querySelectorAll(".command")) key.textContent = "⌘";
begin(null);
const wanted = new URLSearchParams(location.search).get("case");
if (wanted) loading.example(wanted);
