// The table of a year's grades: drafts are kept as everywhere; the seats used are counted as grades are chosen.

import "./objection.js";

const form = document.getElementById("grades");

function count() {
  const chosen = [...form.querySelectorAll('select[name^="grade:"]')].map((each) => each.value);
  for (const place of form.querySelectorAll("[data-seats]")) {
    const used = chosen.filter((grade) => grade === place.dataset.seats).length;
    place.querySelector("[data-used]").textContent = used;
    place.querySelector("strong").classList.toggle("fault", used > Number(place.dataset.of));
  }
}

if (form?.querySelector("select")) form.addEventListener("input", count);
