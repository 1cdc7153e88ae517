// Keeping what is typed: in the browser at once, on the server a moment later; under the person's number, and
// handed over at sign-out as every text is (see daybook.js).

import { ask } from "../today/asking.js";
import { read, wipe, write } from "../today/stored.js";
import { tab } from "../today/texts.js";
import { merged, same } from "./merging.js";
import { address, page, sheets } from "./sheets.js";

const PAUSE = 700; // milliseconds without a key
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

const root = `daybook:${encodeURIComponent(page?.dataset.person ?? "")}:sheet:${page?.dataset.quarter}:`;
const nameOf = (sheet, owner = tab) => `${root}${sheet.key}~${owner}`;
const place = document.getElementById("saved");

let retry = FIRST_RETRY;
let retryTimer = 0;
let changed = () => {};

// What to do where another window's words came in, or stand against one's own.
export function onChange(act) {
  changed = act;
}

function say(which, told = "", { waiting = false, act = false } = {}) {
  if (!place) return;
  const text = told || place.dataset[which];
  place.classList.remove("is-quiet");
  place.classList.toggle("is-saving", waiting);
  place.classList.toggle("is-act", act);
  if (place.textContent !== text) place.textContent = text;
}

function sayExpired() {
  say("expired", `${place.dataset.expired} `, { act: true });
  const way = document.createElement("a");
  way.href = page.dataset.signIn;
  way.textContent = place.dataset.sign;
  place.append(way);
}

function remember(sheet) {
  const { fields, base, version } = sheet;
  return write(nameOf(sheet), { row: sheet.key, fields, base, version, dirty: true, keep: address(sheet, "draft") });
}

export function keep(sheet) {
  sheet.dirty = true;
  const kept = remember(sheet);
  clearTimeout(sheet.timer);
  if (Object.keys(sheet.conflicts).length) return say("crossed", "", { act: true });
  sheet.timer = setTimeout(() => flush(sheet), kept ? PAUSE : 0);
  return undefined;
}

// One request after the other, so that a slow one never meets the next; `true` once the server has it.
export function flush(sheet) {
  clearTimeout(sheet.timer);
  sheet.running = (sheet.running ?? Promise.resolve()).then(() => hand(sheet));
  return sheet.running;
}

export async function flushAll() {
  const kept = await Promise.all([...sheets.values()].filter((sheet) => sheet.dirty).map(flush));
  return kept.every(Boolean);
}

async function hand(sheet) {
  if (!sheet.dirty) return true;
  if (Object.keys(sheet.conflicts).length) return false;
  const sent = { ...sheet.fields };
  say("saving", "", { waiting: true });
  const answer = await ask(address(sheet, "draft"), { ...sent, version: sheet.version });
  if (answer.expired) {
    sayExpired();
    return false;
  }
  if (answer.gone) return later();
  retry = FIRST_RETRY;
  return understand(sheet, sent, answer);
}

function understand(sheet, sent, answer) {
  const told = answer.body.startsWith("{") ? JSON.parse(answer.body) : {};
  if (answer.status === 409) return meet(sheet, told.fields ?? {}, told.version);
  if (!answer.ok) {
    if (answer.status === 410) forget(sheet);
    say("refused", told.message, { act: true });
    return false;
  }
  sheet.version = told.version;
  sheet.base = sent;
  if (same(sent, sheet.fields)) {
    forget(sheet);
    say("both", place?.dataset.both.replace("%s", told.saved));
    return true;
  }
  remember(sheet);
  sheet.timer = setTimeout(() => flush(sheet), PAUSE);
  return false;
}

function forget(sheet) {
  sheet.dirty = false;
  wipe(nameOf(sheet));
}

function later() {
  say("local", "", { waiting: true, act: true });
  clearTimeout(retryTimer);
  retryTimer = setTimeout(flushAll, retry);
  retry = Math.min(retry * 2, LAST_RETRY);
  return false;
}

// The words of another window come in; what both wrote differently waits until one is chosen.
function meet(sheet, theirs, version) {
  const { fields, conflicts } = merged(sheet.base, sheet.fields, theirs);
  sheet.fields = fields;
  sheet.conflicts = conflicts;
  sheet.standing = { fields: theirs, version };
  if (Object.keys(conflicts).length) {
    remember(sheet);
    say("crossed", "", { act: true });
    changed(sheet);
    return false;
  }
  return join(sheet);
}

function join(sheet) {
  const { fields, version } = sheet.standing;
  sheet.base = { ...fields };
  sheet.version = version;
  changed(sheet);
  if (same(fields, sheet.fields)) {
    forget(sheet);
    return true;
  }
  sheet.dirty = true;
  remember(sheet);
  return hand(sheet);
}

export function choose(sheet, field, theirs) {
  const text = sheet.conflicts[field];
  delete sheet.conflicts[field];
  if (theirs && text) sheet.fields[field] = text;
  else if (theirs) delete sheet.fields[field];
  if (!Object.keys(sheet.conflicts).length) join(sheet);
  else {
    remember(sheet);
    changed(sheet);
  }
}

// What this browser alone has comes back: this window's own, and what a window left that is gone.
export function recall() {
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(root));
  } catch {
    return;
  }
  for (const name of names) {
    const kept = read(name);
    const sheet = sheets.get(kept?.row);
    if (!sheet?.open || !kept.fields) {
      wipe(name);
      continue;
    }
    const theirs = sheet.base;
    sheet.base = kept.base ?? {};
    sheet.fields = sheet.dirty ? merged(theirs, sheet.fields, kept.fields).fields : kept.fields;
    sheet.dirty = true;
    remember(sheet);
    if (name !== nameOf(sheet)) wipe(name);
    meet(sheet, theirs, sheet.version);
  }
}

addEventListener("online", () => {
  retry = FIRST_RETRY;
  flushAll();
});
document.addEventListener("visibilitychange", () => document.hidden || flushAll());
