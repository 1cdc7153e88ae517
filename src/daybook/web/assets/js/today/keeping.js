// Keeping what is typed: in the browser at once, on the server a moment later.

import { ask } from "./asking.js";
import { told } from "./state.js";
import * as texts from "./texts.js";

const PAUSE = 700; // milliseconds without a key
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

const timers = new Map();
const running = new Map();
let retry = FIRST_RETRY;
let retryTimer = 0;
let crossed = () => {};
let settled = () => {};

// What to do where another window wrote the same draft, and where it is an entry already.
export function onCrossing(act) {
  crossed = act;
}

export function onSettled(act) {
  settled = act;
}

export function note(text, { at = Date.now() } = {}) {
  const kept = texts.put({ ...text, dirty: true, at });
  clearTimeout(timers.get(text.key));
  timers.set(text.key, setTimeout(() => flush(text.key), kept ? PAUSE : 0));
}

export function forget(key) {
  clearTimeout(timers.get(key));
  timers.delete(key);
  texts.remove(key);
}

// Until nothing of this text is under way to the server.
export async function settle(key) {
  clearTimeout(timers.get(key));
  await running.get(key);
}

export function flush(key) {
  clearTimeout(timers.get(key));
  const before = running.get(key) ?? Promise.resolve();
  const now = before.then(() => keep(key));
  running.set(key, now);
  return now.finally(() => running.get(key) === now && running.delete(key));
}

export async function flushAll() {
  const mine = texts.all().filter((text) => text.tab === texts.tab && text.dirty && !text.sending);
  await Promise.all(mine.map((text) => flush(text.key)));
}

// `true` once the server has it.
async function keep(key) {
  const text = texts.get(key);
  if (!text || !text.dirty || text.sending) return Boolean(text) && !text?.dirty;
  told.saving();
  const { key: _key, ...fields } = text.fields;
  const about = { day: text.day, version: text.version, entry: text.entry ?? "", base: text.base ?? 0 };
  const answer = await ask(texts.page.dataset.draft.replace("KEY", encodeURIComponent(key)), { ...fields, ...about });
  return understand(key, text, answer);
}

function understand(key, sent, answer) {
  if (answer.expired) return told.expired();
  if (answer.gone) return later();
  retry = FIRST_RETRY;
  const now = texts.get(key);
  if (answer.ok) {
    const { version, saved } = JSON.parse(answer.body);
    if (now) texts.put({ ...now, version, dirty: now.at !== sent.at });
    const form = texts.formOf(key);
    if (form) form.dataset.version = version;
    told.both(saved);
    if (now && now.at !== sent.at) note({ ...now, version }, { at: now.at });
    return true;
  }
  if (answer.status === 409) return crossed(key, now ?? sent, JSON.parse(answer.body));
  if (answer.status === 410) return now && settled(now);
  return told.refused();
}

function later() {
  told.local();
  clearTimeout(retryTimer);
  retryTimer = setTimeout(flushAll, retry);
  retry = Math.min(retry * 2, LAST_RETRY);
}

addEventListener("online", () => {
  retry = FIRST_RETRY;
  flushAll();
});
addEventListener("offline", () => texts.all().some((text) => text.dirty) && told.local());
