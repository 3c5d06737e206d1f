// Shows the cases that hold what is sought; without scripts, all of them are shown.
const form = document.querySelector("form");
const cases = [...document.querySelectorAll("article")];
const told = document.querySelector("output");

function show() {
  const { words, virtue, decision } = Object.fromEntries(new FormData(form));
  const sought = words.trim().toLocaleLowerCase();
  let shown = 0;
  for (const one of cases) {
    const fits =
      (!virtue || one.dataset.virtues.split(" ").includes(virtue)) &&
      (!decision || one.dataset.decision === decision) &&
      (!sought || one.textContent.toLocaleLowerCase().includes(sought));
    one.hidden = !fits;
    shown += fits;
  }
  told.textContent = `${shown} of ${cases.length} shown`;
}

if (form) {
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
