// Elements from plain values. Text is always text: nothing that a case says can become markup.

/**
 * Makes an element.
 * @param {string} tag its name, with classes after dots: "li.note.major"
 * @param {Object} given attributes; `onclick` and its like are listened to
 * @param {...(Node|string|null|false)} inside what it holds; what is empty is left out
 */
export function element(tag, given = {}, ...inside) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== false));
  return made;
}

/** Finds an element of the page by its id. */
export const by = (id) => document.getElementById(id);
