// What is written about an objection - the text, a hearing note, grounds, a corrected sheet - and whatever else is
// written at length, is kept while it is typed.

import { keepForm } from "./kept/form.js";

function wire(form) {
  keepForm(form, {
    name: `daybook:${encodeURIComponent(form.dataset.person)}:objection:${form.dataset.draft}`,
    place: form.querySelector("[data-kept]"),
    choice: form.querySelector("[data-crossing]"),
  });
  (form.querySelector("[aria-invalid]") ?? document.getElementById("fault"))?.focus();
}

document.querySelectorAll("form[data-draft]").forEach(wire);
