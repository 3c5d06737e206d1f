// Notes beside the text: what is wrong, why, and what can be done about it; three at most.
import { by, element } from "./element.js";
import { MOST, nameOf } from "./verdict.js";

const GRAVE = { critical: "serious", major: "important", minor: "small" };

export class Notes {
  /** @param {{show: function, why: function, ignore: function, takeBack: function}} does what the buttons say */
  constructor(does) {
    this.does = does;
    this.list = by("notes");
  }

  /** Shows the gravest of some findings; what stays the same is left in place, with its focus. */
  put(findings) {
    const now = findings.slice(0, MOST);
    const before = new Map([...this.list.children].map((note) => [note.dataset.is, note]));
    const kept = now.map((finding) => before.get(JSON.stringify(finding)) ?? this.#note(finding));
    if (kept.length !== this.list.children.length || kept.some((note, i) => note !== this.list.children[i])) {
      this.list.replaceChildren(...kept);
    }
    by("notes-section").hidden = !now.length;
    const rest = findings.length - now.length;
    by("more").hidden = rest <= 0;
    by("more").textContent = `${rest} more ${rest === 1 ? "waits" : "wait"} until there is room.`;
  }

  /** Shows which note the caret is at. */
  light(name) {
    for (const note of this.list.children) note.classList.toggle("on", note.dataset.name === name);
  }

  /** Moves the focus to the next note, or to the one before. */
  step(by) {
    const notes = [...this.list.children];
    if (!notes.length) return;
    const at = notes.findIndex((note) => note.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : notes.length - 1) : (at + by + notes.length) % notes.length;
    notes[next].focus();
  }

  /** Lists what was ignored, each with a way back. */
  ignored(entries) {
    const rows = entries.map(([name, one]) => element("li", {},
      `Ignored: ${one.virtue} – ${one.reason}`,
      element("button.text", { type: "button", onclick: () => this.does.takeBack(name) }, "Take back"),
    ));
    by("ignored").hidden = !rows.length;
    by("ignored").replaceChildren(element("ul", {}, ...rows));
  }

  #note(finding) {
    const name = nameOf(finding);
    const because = finding.because && !finding.message.includes(finding.because.where) && finding.because;
    const button = (text, does) => element("button.text", { type: "button", onclick: () => does(finding) }, text);
    return element(`li.note.${finding.severity}`, {
      "data-name": name, "data-is": JSON.stringify(finding), tabindex: "-1",
      onmouseenter: () => this.does.point(name), onmouseleave: () => this.does.point(null),
      onfocusin: () => this.does.point(name), onfocusout: () => this.does.point(null),
    },
    element("h4", {}, titled(finding.virtue), element("span", {}, ` · ${GRAVE[finding.severity]}${finding.stage === "preview" ? " · only a hint" : ""}`)),
    element("p.what", {}, finding.message),
    because && element("p.because", {}, `The case says: ${because.value}`),
    element("div.choices", {},
      finding.span && button("Go to the words", this.does.show),
      finding.because && button("Show where it is known", this.does.why),
      button("Ignore…", this.does.ignore)));
  }
}

const titled = (word) => word[0].toUpperCase() + word.slice(1);
