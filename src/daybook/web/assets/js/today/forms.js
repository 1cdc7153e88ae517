// Open forms: what is typed into them is kept, what another window wrote is set beside it.

import { fieldsOf } from "./asking.js";
import { discard, showStanding } from "./discarding.js";
import * as keeping from "./keeping.js";
import * as rows from "./rows.js";
import { refuse, send } from "./sending.js";
import { told } from "./state.js";
import * as texts from "./texts.js";

const initial = new WeakMap();

// Begin to keep a form; what it holds at this moment was not typed by anybody yet, unless it is a draft's.
export function wire(form) {
  initial.set(form, Number(form.dataset.version) ? "" : JSON.stringify(fieldsOf(form)));
  return form;
}

export function isUntouched(form) {
  return initial.get(form) === JSON.stringify(fieldsOf(form));
}

export function touch(form) {
  initial.set(form, "");
}

export function textOf(form) {
  return {
    key: form.dataset.key,
    day: texts.day,
    fields: fieldsOf(form),
    version: Number(form.dataset.version || 0),
    kind: form.id === "line-form" ? "line" : "seven",
    entry: form.dataset.entry || "",
    base: Number(form.dataset.base || 0),
    url: form.getAttribute("action"),
  };
}

export function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    for (const input of [...form.elements].filter((each) => each.name === name)) {
      if (input.type === "radio") input.checked = input.value === value;
      else if (input.type !== "hidden") input.value = value;
    }
  }
}

// The cursor at the end of the content, or in the first field that is refused.
export function enter(form) {
  const field = form.querySelector("[aria-invalid]") ?? form.elements.content;
  field.focus();
  if (field.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
}

// What was refused is being mended: its sentence goes, and the next sending tells.
export function mend(field) {
  const part = field.closest(".seven-form > *");
  if (!part) return;
  const sentences = [part.querySelector(".fault"), ...field.form.querySelectorAll(":scope > .fault[role=alert]")];
  for (const sentence of sentences) sentence?.remove();
  for (const told of part.querySelectorAll("[aria-invalid]")) {
    told.removeAttribute("aria-invalid");
    told.removeAttribute("aria-describedby");
  }
}

export function keep(form) {
  const now = textOf(form);
  if (isEmpty(form)) return abandon(form, now.version);
  keeping.note(now);
}

function isEmpty(form) {
  return form.id === "line-form" ? !form.elements.line.value.trim() : isUntouched(form);
}

// Nothing is left of a text: neither is its draft, unless another window wrote on in it.
async function abandon(form, version) {
  const { key } = form.dataset;
  await keeping.settle(key);
  if (!isEmpty(form)) return;
  const kept = Number(form.dataset.version) || version;
  keeping.forget(key);
  form.dataset.version = 0;
  const theirs = await discard(key, kept);
  if (theirs && form.dataset.key === key && isEmpty(form)) yieldTo(form, theirs);
}

// An empty line leaves the mark to what stands, which is shown among the drafts; a form is set beside it.
function yieldTo(form, theirs) {
  const { key } = form.dataset;
  if (form.id !== "line-form") return cross(key, textOf(form), theirs);
  form.dispatchEvent(new CustomEvent("yielded"));
  return showStanding(key, theirs);
}

// Send a full form. Refused, it comes back with the sentence by the field; unanswered, it waits as a row.
export async function record(form) {
  if (form.dataset.busy) return null;
  form.dataset.busy = "yes";
  const holder = form.closest("tr") ?? form.parentElement;
  const answer = await send(textOf(form));
  delete form.dataset.busy;
  if (answer.refused === undefined) {
    close(form, holder, answer);
    return answer;
  }
  rows.drop(document.getElementById(`pending-${form.dataset.key}`));
  if (answer.status === 422) showFaults(form, answer.refused);
  else if (answer.status === 404) told.refused();
  else refuse(textOf(form), answer);
  return answer;
}

function close(form, holder, answer) {
  if (holder.tagName !== "TR") form.remove();
  else if (answer.later || answer.met || form.dataset.entry !== holder.id.slice("row-".length)) rows.drop(holder.isConnected ? holder : null);
}

// The entry stands already, in other words: what was typed goes on as a change of it, under a mark of its own.
export function meet(text, html) {
  const fresh = text.day === texts.day && rows.body() ? rows.parse(html).querySelector("tr") : null;
  if (!fresh) return false;
  const old = texts.formOf(text.key);
  const inRow = old?.closest("#rows tr");
  if (old && text.kind === "seven") fill(fresh.querySelector("form"), fieldsOf(old));
  const form = wire(rows.place(fresh, inRow).querySelector("form"));
  touch(form);
  keep(form);
  keeping.flush(form.dataset.key);
  const seen = texts.get(text.key)?.version ?? text.version;
  keeping.forget(text.key);
  if (text.tab) texts.remove(text.key, text.tab);
  rows.drop(document.getElementById(`pending-${text.key}`));
  for (const row of [...texts.page.querySelectorAll(`#rows [id="${fresh.id}"]`)]) if (row !== fresh) rows.drop(row);
  discard(text.key, seen).then((theirs) => theirs && showStanding(text.key, theirs));
  enter(form);
  return true;
}

function showFaults(form, html) {
  const fresh = rows.parse(html).querySelector("form");
  fresh.dataset.version = form.dataset.version;
  form.replaceWith(fresh);
  wire(fresh);
  touch(fresh);
  keep(fresh);
  (fresh.querySelector("[aria-invalid]") ?? fresh.querySelector("button")).focus();
}

// Two windows typed into one draft: both texts side by side, and a word on each way out.
export function cross(key, mine, theirs) {
  const form = texts.formOf(key);
  texts.put({ ...mine, dirty: true });
  if (!form) return keepBoth(mine, theirs, null);
  form.querySelector(".crossing")?.remove();
  const choice = document.getElementById("crossing").content.firstElementChild.cloneNode(true);
  choice.querySelector("[data-mine]").textContent = words(form, mine.fields);
  choice.querySelector("[data-theirs]").textContent = words(form, theirs.fields);
  choice.querySelector("[data-at]").textContent = theirs.saved;
  choice.addEventListener("click", (event) => {
    const way = event.target.closest("[data-keep]")?.dataset.keep;
    if (!way) return;
    event.preventDefault();
    choice.remove();
    if (way === "mine") overrule(form, theirs);
    else if (way === "theirs") adopt(form, theirs);
    else keepBoth({ ...textOf(form) }, theirs, form);
  });
  form.prepend(choice);
  return false;
}

function words(form, fields) {
  const order = ["line", "start", "end", "half_day", "place", "people", "content", "measures", "progress", "outcome"];
  return order.map((name) => spoken(form, name, fields[name])).filter(Boolean).join(" ");
}

// A value as the form calls it: a choice by its label.
function spoken(form, name, value) {
  const choice = [...form.elements].find((each) => each.name === name && each.type === "radio" && each.value === value);
  return value && (choice?.labels[0]?.textContent.trim() ?? value);
}

function overrule(form, theirs) {
  form.dataset.version = theirs.version;
  keeping.note(textOf(form));
}

function adopt(form, theirs) {
  fill(form, theirs.fields);
  form.dataset.version = theirs.version;
  texts.put({ ...textOf(form), version: theirs.version, dirty: false, at: Date.now() });
  form.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
  told.both(theirs.saved);
}

// My text goes on under a mark of its own, as a second draft.
async function keepBoth(mine, theirs, form) {
  const copy = { ...mine, key: texts.freshKey(), version: 0, entry: "", base: 0, sending: false };
  keeping.forget(mine.key);
  keeping.note(copy);
  await keeping.flush(copy.key);
  if (form) adopt(form, theirs);
  rows.reload();
}
