// Asks the service. What it refuses comes back as a Refusal with every problem in it.
import { by } from "./element.js";

const KEPT = "guard-key";

/** What the service, or the way to it, did not do. */
export class Refusal extends Error {
  constructor(title, problems) {
    super(title);
    this.problems = problems;
  }
}

/** Asks for `path`; with a `body`, posts it. Asks for the key where one is needed. */
export async function ask(path, body, signal) {
  let answer = await sent(path, body, signal);
  while (answer.status === 401 && (await keyGiven())) answer = await sent(path, body, signal);
  if (answer.status === 204) return null;
  const value = await answer.json().catch(() => ({}));
  if (answer.ok) return value;
  throw new Refusal(value.title ?? "The service gave no answer", value.problems ?? []);
}

async function sent(path, body, signal) {
  const headers = {};
  const key = sessionStorage.getItem(KEPT);
  if (key) headers.authorization = `Bearer ${key}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const method = body === undefined ? "GET" : "POST";
  try {
    return await fetch(path, { method, headers, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal("The service cannot be reached", []);
  }
}

let asking = null;

// Shows the dialog once, however many requests wait for the key.
function keyGiven() {
  asking ??= new Promise((given) => {
    const dialog = by("key");
    by("key-given").value = "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      const key = by("key-given").value.trim();
      const used = dialog.returnValue === "use" && key !== "";
      if (used) sessionStorage.setItem(KEPT, key);
      asking = null;
      given(used);
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}
