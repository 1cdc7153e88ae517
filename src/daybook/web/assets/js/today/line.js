// The one-line entry: grows with its text, shows what was understood, is sent by Enter, opens in full by F4.

import { ask, fieldsOf } from "./asking.js";
import * as forms from "./forms.js";
import * as keeping from "./keeping.js";
import * as rows from "./rows.js";
import { pending, refuse, send } from "./sending.js";
import { told } from "./state.js";
import { close as closeSuggestions } from "./suggesting.js";
import * as texts from "./texts.js";

const PAUSE = 150;
const form = document.getElementById("line-form");
const line = document.getElementById("line");
const chips = document.getElementById("understood");
const fault = document.getElementById("line-fault");
const seven = document.getElementById("seven");
const opener = document.getElementById("open-seven");
let asked = 0;
let timer = 0;
let wired = false;
let early = "";

export function grow() {
  line.style.height = "auto";
  line.style.height = `${line.scrollHeight + 2}px`;
}

function renew(key = texts.freshKey()) {
  form.dataset.key = key;
  form.dataset.version = 0;
  form.elements.key.value = key;
  texts.setOwnKey(key);
  rows.veil();
}

function clear() {
  renew();
  line.value = "";
  form.hidden = false;
  say("");
  closeSuggestions();
  preview();
  grow();
}

function say(sentence) {
  fault.hidden = !sentence;
  fault.textContent = sentence;
}

export async function preview() {
  const text = line.value.trim();
  const number = (asked += 1);
  if (!text) {
    chips.replaceChildren();
    chips.hidden = true;
    return;
  }
  const answer = await ask(texts.page.dataset.line, { line: text });
  if (number !== asked) return;
  if (answer.expired) told.expired();
  if (!answer.ok) return;
  chips.replaceChildren(rows.parse(answer.body));
  chips.hidden = false;
}

export async function submit() {
  if (!line.value.trim()) return line.focus();
  const text = forms.textOf(form);
  clear();
  line.focus();
  const answer = await send(text);
  if (answer.refused !== undefined) giveBack(text, answer);
  return answer;
}

// A line that was refused comes back to be mended, unless the next one is being written already.
function giveBack(text, answer) {
  if (line.value.trim() || form.hidden) return refuse(text, answer);
  rows.drop(document.getElementById(`pending-${text.key}`));
  resume(text);
  say(answer.refused);
}

// Put a text back into the line; a full form's into the full form.
export async function resume(text) {
  if (text.entry) return openEntry(text);
  if (text.kind === "seven" || text.fields.content) return openFull(text.key, text);
  renew(text.key);
  form.dataset.version = text.version ?? 0;
  line.value = text.fields.line ?? "";
  keeping.note({ ...text, ...forms.textOf(form), version: text.version ?? 0 });
  say("");
  grow();
  preview();
  line.focus();
}

async function openEntry(text) {
  const answer = await ask(text.url);
  const row = answer.ok ? rows.placeHtml(answer.body, rows.rowOf(text.entry)) : null;
  if (!row) return pending({ ...text, sending: true });
  const opened = forms.wire(row.querySelector("form"));
  opened.dataset.key = text.key;
  opened.dataset.version = text.version ?? 0;
  forms.fill(opened, text.fields);
  forms.touch(opened);
  forms.keep(opened);
}

// The full form in the place of the line: filled from the line, or from a text that was begun before.
export async function openFull(key = form.dataset.key, text = null, html = "") {
  await keeping.settle(key);
  const version = text?.version ?? texts.get(key)?.version ?? 0;
  const fields = { ...fieldsOf(form), form: "seven", key };
  const answer = html ? { ok: true, body: html } : await ask(texts.page.dataset.line, text ? { ...fields, line: "" } : fields);
  if (answer.expired) told.expired();
  else if (!answer.ok) told.failed();
  if (!answer.ok) return;
  const typed = !text && line.value.trim();
  seven.replaceChildren(rows.parse(answer.body));
  const opened = forms.wire(seven.querySelector("form"));
  if (html) opened.dataset.key = key;
  opened.elements.key.value = key;
  opened.dataset.version = version;
  texts.setOwnKey(key);
  rows.veil();
  if (text) forms.fill(opened, text.fields);
  if (text || typed) {
    forms.touch(opened);
    forms.keep(opened);
  }
  form.hidden = true;
  line.value = "";
  closeSuggestions();
  opened.scrollIntoView({ block: "nearest" });
  forms.enter(opened);
}

// What is being written is left and stays as a draft; the line begins anew.
export async function putAside() {
  const opened = seven.querySelector("form");
  const written = opened ? !forms.isUntouched(opened) : line.value.trim();
  const { key } = (opened ?? form).dataset;
  seven.replaceChildren();
  clear();
  line.focus();
  if (!written) return;
  await keeping.flush(key);
  rows.reload();
}

export async function recordFull(opened) {
  const answer = await forms.record(opened);
  if (answer && answer.refused === undefined) {
    clear();
    if (!answer.met) line.focus();
  }
}

// What is being written in the line or the full form was recorded in another window: it is sent to be set beside
// the entry, and the line begins anew. Where it stands in a row, its own form is sent.
export async function settle(text) {
  const opened = texts.formOf(text.key);
  if (text.day !== texts.day || text.entry) return;
  if (opened?.id === "line-form") await submit();
  else if (opened?.closest("#seven")) await recordFull(opened);
  else if (opened) await forms.record(opened);
  else {
    const answer = await send({ ...text, url: text.url ?? form.getAttribute("action") });
    if (answer.refused !== undefined) refuse(text, answer);
  }
  rows.reload();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    if (wired) submit();
    else early ||= line.value;
  }
}

// Enter records from the first moment: what it was pressed for is done as soon as the line is wired.
export function wireEnter() {
  line?.addEventListener("keydown", onKey);
}

// A line that comes back, and what was typed before it did.
function joined(text, typed) {
  return typed ? { ...text, fields: { ...text.fields, line: (text.fields.line ?? "") + typed } } : text;
}

export function wireLine() {
  const unsaved = texts.get(texts.ownKey());
  const sent = fault.textContent.trim();
  renew(texts.ownKey() || undefined);
  forms.wire(form);
  const typed = sent ? "" : line.value;
  if (unsaved && !unsaved.sending && !seven.children.length && !sent) resume(joined(unsaved, typed));
  else if (typed) forms.keep(form);
  if (seven.children.length) adopt(unsaved);
  line.addEventListener("input", () => {
    say("");
    grow();
    clearTimeout(timer);
    timer = setTimeout(preview, PAUSE);
  });
  line.addEventListener("filled", grow);
  form.addEventListener("yielded", () => renew());
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    openFull();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  if (line.value) preview();
  grow();
  wired = true;
  if (early && !unsaved && line.value.startsWith(early)) submitEarly();
}

// What stood in the line at that Enter is sent; what was typed behind it stays to be written on. Where a text of
// before came back into the line, nobody has read yet what would be sent.
function submitEarly() {
  const rest = line.value.slice(early.length);
  line.value = early;
  submit();
  line.value = rest;
  if (!rest) return;
  forms.keep(form);
  preview();
  grow();
}

// A full form that came with the page: its text, if there is one of the same mark, goes on in it.
function adopt(unsaved) {
  const opened = forms.wire(seven.querySelector("form"));
  if (unsaved && unsaved.key === opened.dataset.key) forms.fill(opened, unsaved.fields);
  renew(opened.dataset.key);
}
