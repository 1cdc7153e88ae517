// What is being written, kept in this browser under the person's number: nothing typed is ever only on a page.
//
// A text is {key, day, fields, version, dirty, at, kind, entry, base, sending, url}: `key` is the form's mark and
// becomes the entry's key, `version` the server's count of savings, `sending` says that it was sent to be recorded.

const ROOT = "daybook:";

export const page = document.getElementById("day");
export const day = page?.dataset.day ?? "";
const mine = `${ROOT}${encodeURIComponent(page?.dataset.person ?? "")}:`;

export function get(key) {
  try {
    return JSON.parse(localStorage.getItem(`${mine}text:${key}`));
  } catch {
    return null;
  }
}

// Whether the browser took it: storage can be forbidden, or full.
export function put(text) {
  try {
    localStorage.setItem(`${mine}text:${text.key}`, JSON.stringify(text));
    return true;
  } catch {
    return false;
  }
}

export function remove(key) {
  try {
    localStorage.removeItem(`${mine}text:${key}`);
  } catch {
    // Nothing was kept where nothing can be.
  }
}

export function all() {
  try {
    const start = `${mine}text:`;
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(start))
      .map((name) => get(name.slice(start.length)))
      .filter((text) => text?.key && text.fields);
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

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

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
