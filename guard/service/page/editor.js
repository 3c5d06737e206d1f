// The text area, and underlines below its words. The text area is the browser's own, so that undo,
// input methods, spelling and screen readers work as everywhere; the underlines lie in a copy beneath it.
import { by, element } from "./element.js";
import { carried } from "./spans.js";

export class Editor {
  /** @param {{changed: function(string), pointed: function(string|null)}} told of each change, and of the note at the caret */
  constructor({ changed, pointed }) {
    this.area = by("draft");
    this.under = by("under");
    this.marks = [];
    this.before = this.area.value;
    this.composing = false;
    this.area.addEventListener("compositionstart", () => (this.composing = true));
    this.area.addEventListener("compositionend", () => {
      this.composing = false;
      this.#changed(changed);
    });
    this.area.addEventListener("input", () => this.#changed(changed));
    document.addEventListener("selectionchange", () => pointed(this.#nameAt(this.area.selectionStart)));
    this.#draw();
  }

  get text() {
    return this.area.value;
  }

  /** Underlines marks {start, end, severity, name}, in units of the text as it is. */
  mark(marks) {
    this.marks = marks;
    this.#draw();
  }

  /** Puts another text there, as if it had been typed: one undo takes it back. */
  replace(text) {
    this.area.focus();
    this.area.select();
    if (!document.execCommand("insertText", false, text) || this.area.value !== text) {
      this.area.setRangeText(text, 0, this.area.value.length, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Puts a text there that starts a new history. */
  load(text) {
    this.area.value = text;
    this.marks = [];
    this.before = this.area.value;
    this.#draw();
  }

  /** Selects the words of a mark; of a note on the whole reply, goes back to the text. */
  select(name) {
    const mark = this.marks.find((one) => one.name === name);
    this.area.focus();
    if (mark) this.area.setSelectionRange(mark.start, mark.end);
    this.under.querySelector("mark.on")?.scrollIntoView({ block: "nearest" });
  }

  /** Shows which mark a note belongs to. */
  light(name) {
    for (const mark of this.under.querySelectorAll("mark")) mark.classList.toggle("on", mark.dataset.name === name);
  }

  #changed(changed) {
    this.marks = carried(this.marks, this.before, this.area.value);
    this.before = this.area.value;
    this.#draw();
    if (!this.composing) changed(this.area.value);
  }

  #nameAt(place) {
    if (document.activeElement !== this.area) return null;
    return this.marks.find((one) => one.start <= place && place <= one.end)?.name ?? null;
  }

  #draw() {
    const text = this.area.value;
    const pieces = [];
    let at = 0;
    for (const mark of [...this.marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
      const start = Math.max(mark.start, at);
      if (start >= mark.end) continue;
      pieces.push(text.slice(at, start), element(`mark.${mark.severity}`, { "data-name": mark.name }, text.slice(start, mark.end)));
      at = mark.end;
    }
    // The last line break takes no room without something after it.
    this.under.replaceChildren(...pieces, text.slice(at), "\u200b");
  }
}
