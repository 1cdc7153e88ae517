// 待评: a month reviewed by keyboard. Digits rate, Ctrl+Enter saves and leads on; what is typed is kept.

import { read, wipe, write } from "./today/stored.js";

const PAUSE = 600; // milliseconds without a key
const PATIENCE = 15000;
const RETRY = 5000;

const form = document.getElementById("review-form");
const place = document.getElementById("kept");
const ratings = () => [...form.querySelectorAll(".rating")];
const unrated = () => ratings().find((each) => !each.querySelector(":checked"));
const person = document.getElementById("review")?.dataset.person ?? "";
const stored = `daybook:${encodeURIComponent(person)}:review:${location.pathname}`;

let timer = 0;
let running = Promise.resolve(true);
let leaving = false;

function say(words, { waiting = false, act = false } = {}) {
  place.classList.remove("is-quiet");
  place.classList.toggle("is-saving", waiting);
  place.classList.toggle("is-act", act);
  if (place.textContent !== words) place.textContent = words;
}

function fields() {
  const told = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && name !== "version") told[name] = value;
  }
  return told;
}

function fill(told) {
  for (const input of form.querySelectorAll('[type="radio"]')) input.checked = told[input.name] === input.value;
  for (const name of ["comment", "reason"]) if (form.elements[name]) form.elements[name].value = told[name] ?? "";
}

// In this browser at once: a text is never only on a page.
function remember() {
  write(stored, { fields: fields(), version: form.elements.version.value, dirty: true, keep: form.dataset.draft });
}

function forget() {
  wipe(stored);
}

function recall() {
  const kept = read(stored);
  if (!kept || JSON.stringify(kept.fields) === JSON.stringify(fields())) return forget();
  if (form.querySelector("[aria-invalid]")) return undefined;
  fill(kept.fields);
  form.elements.version.value = kept.version;
  return keepSoon();
}

function keepSoon() {
  remember();
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

function keep() {
  clearTimeout(timer);
  running = running.then(send);
  return running;
}

async function send() {
  if (leaving) return true;
  const sent = fields();
  say(place.dataset.saving, { waiting: true });
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: new URLSearchParams({ ...sent, version: form.elements.version.value }),
      credentials: "same-origin",
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
    });
    if (answer.headers.has("HX-Redirect") || answer.status === 403) return say(place.dataset.expired, { act: true });
    if (answer.status >= 500) throw new Error("later");
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    return understand(answer.status, told, sent);
  } catch {
    say(place.dataset.local, { waiting: true, act: true });
    timer = setTimeout(keep, RETRY);
    return false;
  }
}

function understand(status, told, sent) {
  if (status === 409) return cross(told);
  if (status >= 400) return say(told.message ?? place.dataset.refused, { act: true });
  form.elements.version.value = told.version;
  say(place.dataset.saved.replace("%s", told.saved));
  document.getElementById("near").textContent = told.near;
  if (JSON.stringify(sent) === JSON.stringify(fields())) forget();
  return true;
}

// Another window wrote the same draft: both stand side by side until one is chosen.
function cross(told) {
  const choice = document.getElementById("crossing");
  choice.hidden = false;
  choice.querySelector("[data-theirs]").textContent = told.fields?.comment ?? told.fields?.reason ?? "—";
  choice.onclick = (event) => {
    const which = event.target.closest("[data-keep]")?.dataset.keep;
    if (!which) return;
    choice.hidden = true;
    form.elements.version.value = told.version;
    if (which === "theirs") fill(told.fields ?? {});
    keepSoon();
    form.elements.comment.focus();
  };
  return false;
}

// Sent once, and only after what is under way has come back, so that the draft is done with.
async function submit(button) {
  if (leaving) return;
  clearTimeout(timer);
  await running;
  leaving = true;
  forget();
  if (button?.formAction && button.hasAttribute("formaction")) form.action = button.formAction;
  form.submit();
}

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
    submit(form.querySelector(returning ? ".give-back button" : ".btn-primary"));
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
  form.addEventListener("input", keepSoon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.submitter);
  });
  document.addEventListener("keydown", onKey);
  form.querySelector(".give-back")?.addEventListener("toggle", (event) => event.target.open && form.elements.reason.focus());
  recall();
  const faulty = form.querySelector("[aria-invalid]");
  const first = form.querySelector(".give-back[open]") ? form.elements.reason : unrated()?.querySelector("input");
  // Where the next one is to be rated, the keyboard stands ready; a page on a telephone stays at its head.
  if (faulty || window.matchMedia("(min-width: 75rem)").matches) (faulty ?? first ?? form.elements.comment).focus({ preventScroll: !faulty });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
