// What a verdict means for somebody who is writing: which notes to show, and whether it may go out.

export const MOST = 3;
const RANKS = ["critical", "major", "minor"];

/** Names a finding for as long as a draft is written: its policy, and the words it points at. */
export const nameOf = (finding) => `${finding.policy}\u0000${finding.evidence}`;

/** Returns the findings that are not ignored, gravest first; what never acts comes last. */
export function ranked(verdict, ignored) {
  const rank = (one) => RANKS.indexOf(one.severity) + (one.stage === "preview" ? RANKS.length : 0);
  return verdict.findings.filter((one) => !ignored.has(nameOf(one))).sort((a, b) => rank(a) - rank(b));
}

/** Returns the findings to show: an absence only once it was told, since the sentence may still be coming. */
export function shown(verdict, ignored, told) {
  return ranked(verdict, ignored).filter((one) => one.span || told.has(nameOf(one)));
}

const acts = (finding) => finding.stage !== "preview" && finding.action !== "flag";

/** Returns the decision once what acts was ignored, each with its reason. */
export function decisionOf(verdict, ignored) {
  const left = ranked(verdict, ignored);
  if (["send", "flag"].includes(verdict.decision)) return left.length ? verdict.decision : "send";
  const stopped = verdict.faults.some((fault) => fault.did === "hold") || left.some(acts);
  if (stopped) return verdict.decision;
  return left.length ? "flag" : "send";
}

/** Tells whether something is left that must not go out without a reason, though a better wording is there. */
export const graveOf = (verdict, ignored) => ranked(verdict, ignored).some((one) => acts(one) && one.severity === "critical");

/** Says where a draft stands; of an absence nothing, before it was told. */
export function standingOf(verdict, ignored, told) {
  const decision = decisionOf(verdict, ignored);
  const seen = shown(verdict, ignored, told);
  if (decision === "send" && !seen.length) return { state: "send", text: "Ready to send" };
  if (!seen.length && ranked(verdict, ignored).length) return { state: "send", text: "Nothing to change so far" };
  return { state: decision, text: { ...SAID, rewrite: verdict.rewrite ? SAID.rewrite : SAID.hold }[decision] };
}

const SAID = {
  send: "Ready to send",
  flag: "May go out; worth a look",
  rewrite: "A better wording is ready",
  hold: "Should not go out as it is",
};
