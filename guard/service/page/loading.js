// A case comes in: pasted, dropped, chosen as a file, or as a packaged example.
import { by, element } from "./element.js";
import { ask } from "./service.js";

/** Reads a case; of JSON lines or a list of cases, the first. */
export function caseFrom(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const first = text.trim().split("\n")[0];
    try {
      value = JSON.parse(first);
    } catch {
      throw new Error(`This is not complete JSON: ${error.message}. Copy the whole case, from its first { to its last }.`);
    }
  }
  if (Array.isArray(value)) value = value[0]?.role ? { messages: value } : value[0];
  if (value === null || typeof value !== "object") throw new Error("A case is an object: {\"messages\": […], \"facts\": {…}}. This is something else.");
  if (value.messages != null && !Array.isArray(value.messages)) throw new Error("“messages” must be a list of {\"role\": …, \"text\": …}.");
  if (value.facts != null && (typeof value.facts !== "object" || Array.isArray(value.facts))) throw new Error("“facts” must be an object.");
  if (!["messages", "facts", "draft"].some((key) => key in value)) throw new Error("A case has “messages”, “facts” or a “draft”. This has none of them.");
  return value;
}

/** Opens the dialog, and hands on what is loaded. */
export class Loading {
  /** @param {function(Object)} loaded takes a case */
  constructor(loaded) {
    this.loaded = loaded;
    this.dialog = by("load");
    by("open-load").addEventListener("click", () => this.open());
    by("load-pasted").addEventListener("click", () => this.#take(by("pasted").value));
    by("file").addEventListener("change", () => this.#file(by("file").files[0]));
    document.addEventListener("paste", (event) => this.#pasted(event));
    this.#listenToDrops();
  }

  async open() {
    by("pasted").value = "";
    by("file").value = "";
    this.#tell("");
    this.dialog.showModal();
    if (by("examples").childElementCount) return;
    try {
      const { examples } = await ask("/v1/examples");
      by("examples").replaceChildren(...examples.map((one) => element("button", { type: "button", onclick: () => this.example(one.name) },
        one.title, element("small", {}, `${one.source}, ${one.licence}`))));
    } catch (error) {
      this.#tell(`The examples could not be listed. ${error.message}.`);
    }
  }

  /** Loads a packaged example by its name. */
  async example(name) {
    try {
      const given = await ask(`/v1/examples/${encodeURIComponent(name)}`);
      this.dialog.close();
      history.replaceState(null, "", `?case=${encodeURIComponent(name)}`);
      this.loaded(given);
    } catch (error) {
      if (!this.dialog.open) this.dialog.showModal();
      const hint = error.problems?.[0]?.expected;
      this.#tell(`There is no example of that name${hint ? `: it is ${hint}` : ""}.`);
    }
  }

  #take(text) {
    try {
      const given = caseFrom(text);
      this.dialog.close();
      history.replaceState(null, "", location.pathname);
      this.loaded(given);
    } catch (error) {
      if (!this.dialog.open) this.dialog.showModal();
      by("pasted").value = text.length < 20000 ? text : "";
      this.#tell(error.message);
    }
  }

  async #file(file) {
    if (file) this.#take(await file.text());
  }

  // A case pasted anywhere but into a field is meant for the page.
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.closest?.("textarea, input, dialog") || !/^\s*[{[]/.test(text)) return;
    event.preventDefault();
    this.#take(text);
  }

  #listenToDrops() {
    let depth = 0;
    const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    const over = (by_) => (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + by_);
      by("drop").hidden = depth === 0;
    };
    document.addEventListener("dragenter", over(1));
    document.addEventListener("dragleave", over(-1));
    document.addEventListener("dragover", over(0));
    document.addEventListener("drop", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      depth = 0;
      by("drop").hidden = true;
      this.#file(event.dataTransfer.files[0]);
    });
  }

  #tell(problem) {
    by("load-problem").textContent = problem;
    by("load-problem").hidden = !problem;
  }
}
