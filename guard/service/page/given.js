// The left side: the conversation and what is known, each part findable by its path in the case.
import { by, element } from "./element.js";

const WHO = { customer: "Customer", agent: "Agent", system: "Instructions", user: "Customer", assistant: "Agent" };
const LONG = 600;

/** Shows a case; with none, what to do. */
export function show(given, load) {
  by("given-about").textContent = given ? about(given) : "";
  by("given").replaceChildren(...(given ? parts(given) : [nothing(load)]));
  by("given").scrollTop = by("given").scrollHeight;
}

/** Brings the place to light that a path names, `messages[2].status`, or the nearest around it. */
export function reveal(where) {
  const places = [...by("given").querySelectorAll("[data-path]")];
  places.forEach((one) => one.classList.remove("cited"));
  const fits = places.filter((one) => where === one.dataset.path || /^[.[]/.test(where.slice(one.dataset.path.length)) && where.startsWith(one.dataset.path));
  const found = fits.sort((a, b) => b.dataset.path.length - a.dataset.path.length)[0];
  if (!found) return false;
  found.classList.add("cited");
  for (let one = found; one && one !== by("given"); one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  if (found.querySelector("details")) found.querySelector("details").open = true;
  found.scrollIntoView({ block: "nearest" });
  return true;
}

function nothing(load) {
  return element("div.empty", {},
    element("p", {}, element("strong", {}, "No conversation yet.")),
    element("p", {}, "A reply can be checked by itself. With the conversation and the facts beside it, dates, amounts and deeds are held against what is known."),
    element("p", {}, "Drop a case anywhere on this page, paste it as JSON, or try a real one."),
    element("button", { type: "button", onclick: load }, "Load a case"));
}

function about(given) {
  const { source, licence } = given.meta ?? {};
  const from = source ? `from ${source}${licence ? `, ${licence}` : ""}` : "";
  return [given.channel && `by ${given.channel}`, from].filter(Boolean).join(" · ");
}

function parts(given) {
  const said = (given.messages ?? []).map(message);
  const facts = given.facts ?? {};
  const known = element("section.known", {}, element("h3", {}, "What is known"),
    Object.keys(facts).length ? value(facts, "facts") : element("p.aside", {}, "No facts besides the conversation."));
  return [...(said.length ? said : [element("p.aside", {}, "No messages before this reply.")]), known];
}

function message(one, index) {
  const path = `messages[${index}]`;
  const text = spoken(one);
  if (one.role === "tool" || one.role === "system") return tool(one, text, path);
  return element(`div.said.${one.role === "customer" || one.role === "user" ? "customer" : "agent"}`, { "data-path": path },
    element("h3", {}, WHO[one.role] ?? String(one.role), time(one.at)), element("p", {}, text));
}

function tool(one, text, path) {
  const what = one.role === "system" ? WHO.system : one.kind === "result" ? `Answer of ${one.name ?? "a tool"}` : `Asked ${one.name ?? "a tool"}`;
  return element("div.said.tool", { "data-path": path },
    element("details", {}, element("summary", {}, one.error ? `${what} · failed` : what), element("pre", {}, text.slice(0, 4 * LONG))));
}

function spoken(one) {
  const said = one.text ?? one.content ?? "";
  if (typeof said === "string") return said;
  return Array.isArray(said) ? said.map((part) => part.text ?? "").join("\n") : JSON.stringify(said);
}

function time(at) {
  const when = at == null ? null : new Date(typeof at === "number" ? at * 1000 : at);
  if (!when || Number.isNaN(when.getTime())) return null;
  const zone = typeof at === "number" ? "UTC" : undefined;
  const shown = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone }).format(when);
  return element("time", { datetime: when.toISOString() }, ` · ${shown}`);
}

const held = (what) => what !== null && typeof what === "object";

function value(what, path) {
  if (Array.isArray(what)) return element("ul.items", {}, ...what.map((one, i) => element("li.fact", { "data-path": `${path}[${i}]` }, value(one, `${path}[${i}]`))));
  if (!held(what)) return document.createTextNode(String(what).slice(0, LONG));
  return element("dl.facts", {}, ...Object.entries(what).flatMap(([key, one]) => [
    element(held(one) ? "dt.group" : "dt", {}, key),
    element(held(one) ? "dd.fact.group" : "dd.fact", { "data-path": `${path}.${key}` }, value(one, `${path}.${key}`)),
  ]));
}
