// 待评: a month reviewed by keyboard. Digits rate, Ctrl+Enter saves and leads on; what is typed is kept.

import { keepForm } from "./kept/form.js";

const form = document.getElementById("review-form");
const ratings = () => [...form.querySelectorAll(".rating")];
const unrated = () => ratings().find((each) => !each.querySelector(":checked"));
const person = document.getElementById("review")?.dataset.person ?? "";
let kept = null;

function rate(key) {
  const here = document.activeElement?.closest?.(".rating") ?? unrated();
  const chosen = here?.querySelector(`[data-key="${key}"]`);
  if (!chosen) return;
  chosen.checked = true;
  chosen.focus();
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const returning = document.activeElement?.id === "reason";
    kept.submit(form.querySelector(returning ? ".give-back button" : ".btn-primary"));
  } else if (/^[1-4]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !writing()) {
    event.preventDefault();
    rate(event.key);
  } else if (event.key === "Escape" && document.activeElement?.closest(".give-back")) {
    const fold = form.querySelector(".give-back");
    fold.open = false;
    fold.querySelector("summary").focus();
  }
}

function writing() {
  const here = document.activeElement;
  return here?.matches?.('textarea, select, input:not([type="radio"])');
}

if (form) {
  kept = keepForm(form, {
    name: `daybook:${encodeURIComponent(person)}:review:${location.pathname}`,
    place: document.getElementById("kept"),
    choice: document.getElementById("crossing"),
    heard: (told) => {
      document.getElementById("near").textContent = told.near;
    },
    chosen: () => form.elements.comment.focus(),
  });
  document.addEventListener("keydown", onKey);
  form.querySelector(".give-back")?.addEventListener("toggle", (event) => event.target.open && form.elements.reason.focus());
  const faulty = form.querySelector("[aria-invalid]");
  const first = form.querySelector(".give-back[open]") ? form.elements.reason : unrated()?.querySelector("input");
  // Where the next one is to be rated, the keyboard stands ready; a page on a telephone stays at its head.
  if (faulty || window.matchMedia("(min-width: 75rem)").matches) (faulty ?? first ?? form.elements.comment).focus({ preventScroll: !faulty });
}
