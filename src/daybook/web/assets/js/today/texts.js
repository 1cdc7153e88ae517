// What is being written, kept in this browser under the person's number: nothing typed is ever only on a page.
//
// A text is {key, day, fields, version, dirty, at, kind, entry, base, sending, url, tab}: `key` is the form's mark and
// becomes the entry's key, `version` the server's count of savings, `sending` says that it was sent to be recorded.

import { hold, isHeld } from "./marks.js";

const ROOT = "daybook:";
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

export const page = document.getElementById("day");
export const day = page?.dataset.day ?? "";
const mine = `${ROOT}${encodeURIComponent(page?.dataset.person ?? "")}:`;

// Each tab keeps its own: two tabs that type into one draft lose neither text.
export let tab = tabMark();

function tabMark() {
  try {
    const mark = sessionStorage.getItem(`${mine}tab`) ?? freshKey().slice(-8);
    sessionStorage.setItem(`${mine}tab`, mark);
    return mark;
  } catch {
    return "tab";
  }
}

// A tab that came with a copy of another's marks takes marks of its own, before anything is written in it.
export async function ownMark() {
  if (!(await isHeld(mine, tab))) return;
  try {
    const copied = Object.keys(sessionStorage).filter((name) => name === `${mine}tab` || name.startsWith(`${mine}own:`));
    for (const name of copied) sessionStorage.removeItem(name);
  } catch {
    // Nothing was copied where nothing can be kept.
  }
  tab = tabMark();
  hold(tab);
}

function nameOf(key, owner) {
  return `${mine}text:${key}~${owner}`;
}

export function get(key) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(key, tab)));
  } catch {
    return null;
  }
}

// Whether the browser took it: storage can be forbidden, or full.
export function put(text) {
  try {
    localStorage.setItem(nameOf(text.key, tab), JSON.stringify({ ...text, tab }));
    return true;
  } catch {
    return false;
  }
}

export function remove(key, owner = tab) {
  try {
    localStorage.removeItem(nameOf(key, owner));
  } catch {
    // Nothing was kept where nothing can be.
  }
}

// The form a text is written in; the hidden line that a full form took the place of has the same mark.
export function formOf(key) {
  const found = [...page.querySelectorAll("form[data-key]")].filter((form) => form.dataset.key === key);
  return found.find((form) => !form.hidden) ?? found[0];
}

// A text that another tab left is this one's from now on.
export function claim(text) {
  if (text.tab !== tab && put(text)) remove(text.key, text.tab);
  return { ...text, tab };
}

// The texts of all tabs.
export function all() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`${mine}text:`));
    return names.map((name) => JSON.parse(localStorage.getItem(name))).filter((text) => text?.key && text.fields);
  } catch {
    return [];
  }
}

// The key of this tab's own new entry; it outlives a reload, and no other tab has it.
export function ownKey() {
  try {
    return sessionStorage.getItem(`${mine}own:${day}`) ?? "";
  } catch {
    return "";
  }
}

export function setOwnKey(key) {
  try {
    sessionStorage.setItem(`${mine}own:${day}`, key);
  } catch {
    // A reload then begins a new draft; this one is found among the drafts.
  }
}

// A key as the server makes them: 10 signs of time, 16 of chance.
export function freshKey() {
  let time = Date.now();
  let head = "";
  for (let place = 0; place < 10; place += 1) {
    head = ALPHABET[time % 32] + head;
    time = Math.floor(time / 32);
  }
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return head + Array.from(chance, (byte) => ALPHABET[byte % 32]).join("");
}
