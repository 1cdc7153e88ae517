// A month: the summary is kept in the browser at once and on the server a moment later; the rows that an act
// changed come into view.

import { bringBack } from "./month/typed.js";
import { ask } from "./today/asking.js";
import { read, wipe, write } from "./today/stored.js";

const PAUSE = 700; // milliseconds without a key

let form = null;
let timer = 0;
let wanted = Promise.resolve();

const nameOf = (each) => `daybook:${encodeURIComponent(each.dataset.person)}:month:${each.dataset.month}`;
const textOf = (each) => each.elements.text.value;
const versionOf = (each) => Number(each.elements.version.value || 0);

function say(what, words = "") {
  const place = document.getElementById("kept");
  const told = words || place?.dataset[what];
  if (place && told) place.textContent = told;
}

function keepHere(each, sent = false) {
  write(nameOf(each), { fields: { text: textOf(each) }, version: versionOf(each), dirty: true, keep: each.dataset.keep, sent });
}

// One request after the other, so that a slow one never meets the next.
function hand(each) {
  wanted = wanted.then(() => send(each));
  return wanted;
}

async function send(each) {
  const text = textOf(each);
  const answer = await ask(each.dataset.keep, { text, version: versionOf(each), csrfmiddlewaretoken: each.dataset.csrf });
  if (answer.expired) return say("expired");
  if (answer.status === 409) return say("crossed");
  if (answer.status === 422) return say("here", JSON.parse(answer.body).message);
  if (!answer.ok) return undefined;
  const kept = JSON.parse(answer.body);
  each.elements.version.value = kept.version;
  if (textOf(each) !== text) return undefined;
  wipe(nameOf(each));
  say("both", kept.message);
  return kept.message ? undefined : tell();
}

// What was carried over and what was typed, told anew.
async function tell() {
  const place = document.getElementById("told");
  if (!place) return;
  const answer = await ask(window.location.pathname);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(answer.body, "text/html").getElementById("told");
  if (fresh) place.replaceWith(fresh);
}

function wire() {
  const found = document.getElementById("summary");
  if (!found || found === form) return;
  form = found;
  recall(found);
  found.addEventListener("input", () => {
    keepHere(found);
    say("here");
    clearTimeout(timer);
    if (!("crossed" in found.dataset)) timer = setTimeout(() => hand(found), PAUSE);
  });
  found.addEventListener("submit", () => {
    clearTimeout(timer);
    if (read(nameOf(found))) keepHere(found, true);
  });
}

// What this browser alone has comes back; where another one wrote on meanwhile, the server says so, and the two
// are compared. What went with the form is the server's by now.
function recall(found) {
  const before = read(nameOf(found));
  if (!before || "crossed" in found.dataset) return;
  if (before.fields.text === textOf(found) || (before.sent && before.version !== versionOf(found))) return wipe(nameOf(found));
  found.elements.text.value = before.fields.text;
  found.elements.version.value = before.version;
  say("here");
  hand(found);
}

function openWorking() {
  const panel = document.getElementById("why");
  if (panel) panel.hidden = !panel.querySelector("h2");
}

// After an act the row it was about has the focus, so that the keyboard goes on from there.
function land() {
  const at = new URLSearchParams(window.location.search).get("at");
  const row = at && document.getElementById(at);
  if (row) row.focus({ preventScroll: true });
}

document.addEventListener("htmx:beforeRequest", () => {
  if (form && document.body.contains(form) && read(nameOf(form))) keepHere(form);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "why") openWorking();
});
document.addEventListener("htmx:afterSettle", () => {
  bringBack();
  wire();
  openWorking();
  land();
});
bringBack();
wire();
land();
