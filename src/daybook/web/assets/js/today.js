// 今日: the page of a day. Whatever is typed is kept; whatever is sent is recorded once, now or later.

import { ask, fieldsOf, token } from "./today/asking.js";
import { discard, showStanding } from "./today/discarding.js";
import * as forms from "./today/forms.js";
import * as keeping from "./today/keeping.js";
import * as line from "./today/line.js";
import * as rows from "./today/rows.js";
import * as sending from "./today/sending.js";
import { lostSignIn, told } from "./today/state.js";
import * as suggesting from "./today/suggesting.js";
import * as texts from "./today/texts.js";

const AT_REST = 4000; // milliseconds after which another tab is not at this text any more
const NARROW = "(max-width: 40rem)";
const { page } = texts;

// What a touch changes: a row, all rows, or a draft that goes.
async function act(form, button) {
  const answer = await ask(form.action, fieldsOf(form, button));
  if (answer.expired) return told.expired();
  if (answer.gone) return told.failed();
  // Another window wrote on in the draft that was to go.
  if (answer.status === 409) return showStanding(form.closest("tr").dataset.draftRow, JSON.parse(answer.body));
  if (!answer.ok) return refused(form, answer);
  const { part } = form.dataset;
  if (part === "rows") rows.renew(answer.body);
  else if (part === "discard") gone(form);
  else focusOn(rows.placeHtml(answer.body), form);
  told.recorded();
  return rows.changed();
}

function refused(form, answer) {
  const place = form.closest("#matters") ? document.getElementById("tap-fault") : null;
  const sentence = answer.status === 422 ? answer.body : page.querySelector("#saved").dataset.refused;
  const shown = place ?? form.querySelector(".fault") ?? form.appendChild(document.createElement("p"));
  shown.className = "fault";
  shown.setAttribute("role", "alert");
  shown.hidden = false;
  shown.textContent = sentence;
}

function gone(form) {
  const row = form.closest("tr");
  keeping.forget(row.dataset.draftRow);
  rows.drop(row);
}

function focusOn(row, form) {
  if (!row || form.isConnected) return;
  (row.querySelector("button") ?? row.querySelector("a"))?.focus();
}

// Open a row to be written in, in its place.
async function edit(link) {
  const row = link.closest("tr");
  const answer = await ask(link.href);
  if (answer.expired) return told.expired();
  if (!answer.ok) return told.failed();
  const opened = rows.placeHtml(answer.body, row);
  const form = forms.wire(opened.querySelector("form"));
  opened.dataset.order = row.dataset.order ?? "~";
  const unsaved = texts.get(form.dataset.key);
  if (unsaved?.dirty) forms.fill(form, unsaved.fields);
  return forms.enter(form);
}

async function closeRow(form) {
  const row = form.closest("tr");
  if (!row) return line.putAside();
  if (form.dataset.entry) {
    await keeping.settle(form.dataset.key);
    keeping.forget(form.dataset.key);
    const theirs = await discard(form.dataset.key, Number(form.dataset.version));
    rows.drop(row);
    return theirs ? showStanding(form.dataset.entry, theirs) : rows.reload();
  }
  if (!forms.isUntouched(form)) await keeping.flush(form.dataset.key);
  rows.drop(row);
  return rows.reload();
}

// A form is folded away; what was typed stays as a draft.
async function fold(form) {
  const row = form.closest("tr");
  if (!row) return line.putAside();
  if (!forms.isUntouched(form)) await keeping.flush(form.dataset.key);
  rows.drop(row);
  return rows.reload();
}

async function skeleton(link) {
  const answer = await ask(link.href);
  if (!answer.ok) return answer.expired ? told.expired() : told.failed();
  const busy = document.getElementById("line")?.value.trim() || page.querySelector("#seven form");
  if (busy) await line.putAside();
  return line.openFull(texts.freshKey(), null, answer.body);
}

// The day as a whole: what stands in the line first, then every draft.
async function saveDay() {
  const form = document.getElementById("save-day");
  if (!form) return;
  if (document.getElementById("line").value.trim()) await line.submit();
  const full = page.querySelector("#seven form");
  if (full && !forms.isUntouched(full)) await line.recordFull(full);
  await keeping.flushAll();
  const answer = await ask(form.action, fieldsOf(form));
  if (answer.expired) told.expired();
  else if (!answer.ok) told.failed();
  else {
    for (const open of page.querySelectorAll("#rows .is-open")) open.remove();
    rows.renew(answer.body);
    tidy();
    told.recorded();
    rows.changed();
  }
}

// Texts whose draft is no more: recorded or thrown away in another tab.
function tidy() {
  for (const text of texts.all()) {
    const shown = rows.rowOf(text.key) || texts.formOf(text.key) || text.key === texts.ownKey();
    if (text.day === texts.day && !text.dirty && !text.sending && !shown) texts.remove(text.key, text.tab);
  }
}

// Texts that no open form holds: left by a tab that was closed, or by a network that was gone.
async function adopt() {
  const left = texts.all().filter((text) => text.dirty && !text.sending && !texts.formOf(text.key));
  const mine = left.filter((text) => text.tab === texts.tab || Date.now() - text.at > AT_REST);
  await Promise.all(mine.map((text) => keeping.flush(texts.claim(text).key)));
  if (mine.some((text) => text.day === texts.day)) await rows.reload();
}

function wireEvents() {
  page.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.id === "backfill-reason") return;
    if (!form?.dataset.key) return;
    forms.mend(event.target);
    forms.keep(form);
  });
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "line-form" || form.classList.contains("ask-unlock")) return;
    // The merge of two texts is a page of its own.
    if (event.submitter && "plain" in event.submitter.dataset) return;
    event.preventDefault();
    if (form.id === "save-day") saveDay();
    else if (form.classList.contains("day-form")) form.closest("#composer") && !form.dataset.entry ? line.recordFull(form) : forms.record(form);
    else act(form, event.submitter);
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const ways = { edit: () => edit(link), close: () => closeRow(link.closest("form")), fold: () => fold(link.closest("form")), skeleton: () => skeleton(link) };
    const way = Object.keys(ways).find((name) => name in link.dataset);
    if (!way) return;
    event.preventDefault();
    ways[way]();
  });
  document.addEventListener("keydown", (event) => {
    if (suggesting.onKey(event) || event.isComposing || event.keyCode === 229) return;
    if (event.key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      saveDay();
    } else if (event.key === "F4" && document.getElementById("line-form")) {
      event.preventDefault();
      page.querySelector("#seven form") ? line.putAside() : line.openFull();
    }
  }, { capture: true });
}

// Back from signing in in another tab: what waits goes on.
async function goOn() {
  if (!lostSignIn() || document.visibilityState !== "visible") return;
  await keeping.flushAll();
  await sending.sendAll();
}

// The parts that htmx renews speak the same language: the present token, and no leaving of the page.
function wireHtmx() {
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    told.expired();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const open = document.getElementById("matters")?.querySelector("details")?.open;
    const fresh = event.detail.target?.id === "matters" && open === false;
    if (fresh) event.detail.serverResponse = event.detail.serverResponse.replace('<details class="fold" open>', '<details class="fold">');
  });
}

async function begin() {
  line.wireEnter();
  await texts.ownMark();
  const fold = page.querySelector(".fold");
  if (fold && window.matchMedia(NARROW).matches) fold.open = false;
  keeping.onCrossing(forms.cross);
  // Not waited for: what is sent waits in its turn until nothing of the text is under way.
  keeping.onSettled((text) => void setTimeout(() => line.settle(text)));
  sending.onMeeting(forms.meet);
  sending.onResume(line.resume);
  wireEvents();
  wireHtmx();
  for (const form of page.querySelectorAll("form.day-form")) forms.wire(form);
  if (document.getElementById("line-form")) line.wireLine();
  adopt().then(tidy);
  sending.sendAll();
  addEventListener("focus", goOn);
  document.addEventListener("visibilitychange", goOn);
  addEventListener("pageshow", (event) => event.persisted && rows.reload());
}

if (page && page.dataset.open) begin();
