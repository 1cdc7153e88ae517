// Recording: sent at once; where no answer comes, kept as a row that waits, and sent again with the same key.

import { ask } from "./asking.js";
import { discard, showStanding } from "./discarding.js";
import { forget, settle } from "./keeping.js";
import * as rows from "./rows.js";
import { told } from "./state.js";
import * as texts from "./texts.js";

const FIRST_RETRY = 1500;
const LAST_RETRY = 30000;
const SHOWN_AFTER = 400;

let retry = FIRST_RETRY;
let timer = 0;
let resume = () => {};
let meet = () => false;
const underway = new Set();

// What "go on writing" does with a text that was refused or still waits.
export function onResume(act) {
  resume = act;
}

// What to do where the entry stands already, in other words: answers whether the page has taken the text up.
export function onMeeting(act) {
  meet = act;
}

// Answers {saved} or {refused: html or sentence}; otherwise the text waits, and is sent again by itself.
export async function send(text) {
  const waiting = { ...text, sending: true, dirty: true };
  texts.put(waiting);
  const shown = setTimeout(() => texts.get(text.key) && pending(waiting), SHOWN_AFTER);
  await settle(text.key);
  const answer = await deliver(waiting);
  clearTimeout(shown);
  return answer;
}

async function deliver(text) {
  if (underway.has(text.key)) return { later: true };
  underway.add(text.key);
  const { version } = texts.get(text.key) ?? text;
  const about = { key: text.key, version: version ?? 0, ...(text.entry ? { base: text.base } : {}) };
  const answer = await ask(text.url, { ...text.fields, ...about });
  underway.delete(text.key);
  if (answer.status === 409 && meet(text, answer.body)) return { met: true };
  if (answer.ok) return saved(text, answer.body);
  if (answer.expired) {
    pending(text);
    told.expired();
    return { later: true };
  }
  if (answer.gone) {
    pending(text);
    told.local();
    again();
    return { later: true };
  }
  texts.claim({ ...text, sending: false });
  texts.put({ ...text, sending: false });
  return { refused: answer.body, status: answer.status };
}

function saved(text, html) {
  retry = FIRST_RETRY;
  forget(text.key);
  if (text.tab) texts.remove(text.key, text.tab);
  rows.drop(page(text.key));
  if (text.day === texts.day) rows.placeHtml(html, text.entry ? rows.rowOf(text.entry) : rows.rowOf(text.key));
  told.recorded();
  rows.changed();
  return { saved: true };
}

function page(key) {
  return document.getElementById(`pending-${key}`);
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(sendAll, retry);
  retry = Math.min(retry * 2, LAST_RETRY);
}

// Everything that waits, of whichever day; a refusal shows as a row with its sentence.
export async function sendAll() {
  const waiting = texts.all().filter((each) => each.sending);
  await dropSent(waiting);
  for (const text of waiting) {
    if (text.day === texts.day && !page(text.key)) pending(text);
    const answer = await deliver(text);
    if (answer.refused !== undefined) refuse(text, answer);
    if (answer.later) return;
  }
}

// Rows whose text another tab has sent meanwhile.
async function dropSent(waiting) {
  const shown = [...(rows.body()?.querySelectorAll("tr.is-pending") ?? [])];
  const sent = shown.filter((row) => !texts.get(keyOf(row)) && !waiting.some((text) => text.key === keyOf(row)));
  sent.forEach(rows.drop);
  if (sent.length) await rows.reload();
}

function keyOf(row) {
  return row.id.slice("pending-".length);
}

export function refuse(text, answer) {
  const sentence = answer.refused.trim().startsWith("<") ? firstFault(answer.refused) : answer.refused;
  pending({ ...text, sending: false }, sentence);
}

function firstFault(html) {
  return rows.parse(html).querySelector(".fault")?.textContent ?? "";
}

// A row for a text that is not recorded yet.
export function pending(text, fault = "") {
  if (text.day !== texts.day || !rows.body()) return;
  const pattern = document.getElementById("pending-row").content.querySelector("tr");
  const row = page(text.key) ?? pattern.cloneNode(true);
  row.id = `pending-${text.key}`;
  row.querySelector("[data-words]").textContent = text.fields.line || text.fields.content || "";
  row.querySelector("[data-told]").hidden = Boolean(fault);
  row.querySelector("[data-again]").hidden = Boolean(fault);
  const place = row.querySelector("[data-fault]");
  place.hidden = !fault;
  place.textContent = fault;
  if (!row.isConnected) rows.place(row);
}

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("tr.is-pending");
  const button = event.target.closest?.("button");
  if (!row || !button) return;
  const key = keyOf(row);
  if ("again" in button.dataset) sendAll();
  else if ("write" in button.dataset) {
    const text = texts.get(key);
    rows.drop(row);
    if (text) resume({ ...text, sending: false });
  } else if ("drop" in button.dataset) {
    const seen = texts.get(key)?.version;
    forget(key);
    rows.drop(row);
    discard(key, seen).then((theirs) => theirs && showStanding(key, theirs));
  }
});

addEventListener("online", () => {
  retry = FIRST_RETRY;
  sendAll();
});
