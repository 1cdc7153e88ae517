// Changing an entry: what is typed is kept in the browser at once and on the server a moment later, until it is
// saved; and files that are too big or too many are named before they travel.

import { ask, fieldsOf } from "./today/asking.js";
import { read, wipe, write } from "./today/stored.js";

const PAUSE = 700; // milliseconds without a key

const form = document.getElementById("revise");
const state = document.getElementById("kept");

function nameOf(person, entry) {
  return `daybook:${encodeURIComponent(person)}:revise:${entry}`;
}

function say(words) {
  if (!state || !words) return;
  state.classList.remove("is-quiet");
  state.textContent = words;
}

// The text as a plain form sends it; on the merge page, the sides that are chosen.
function textOf() {
  const sent = fieldsOf(form);
  if (!("merge" in form.dataset)) return sent;
  const text = { key: sent.key, base: sent.base };
  for (const input of form.querySelectorAll("[name^='mine_'], [name^='theirs_']")) {
    const [side, name] = [input.name.split("_", 1)[0], input.name.replace(/^[a-z]+_/, "")];
    const radio = input.closest("fieldset")?.querySelector("input[type='radio']:checked");
    if (!radio || radio.value === side) text[name] = input.value;
  }
  return text;
}

function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (name === "key") continue;
    for (const input of [...form.elements].filter((each) => each.name === name)) {
      if (input.type === "radio") input.checked = input.value === value;
      else input.value = value;
    }
  }
}

function wireForm() {
  const name = nameOf(form.dataset.person, form.dataset.entry);
  let version = Number(form.dataset.version || 0);
  let timer = 0;
  let leaving = false;
  let underway = null;

  const kept = () => {
    const { key, base, version: _seen, work_date: day, ...fields } = textOf();
    return { key, base, day, fields, version, entry: form.dataset.entry, dirty: true, at: Date.now() };
  };

  const hand = () => {
    underway = deliver().finally(() => {
      underway = null;
    });
  };

  const deliver = async () => {
    if (leaving || !form.dataset.draft) return;
    const { key: _key, fields, ...about } = kept();
    const answer = await ask(form.dataset.draft, { ...fields, day: about.day, entry: about.entry, base: about.base, version });
    if (!answer.ok || leaving) return;
    ({ version } = JSON.parse(answer.body));
    form.elements.version.value = version;
    say(state?.dataset.both);
  };

  // The page is left meanwhile: the request outlives it.
  const discard = () => {
    if (!form.dataset.discard) return;
    const about = new FormData(form);
    about.set("day", kept().day);
    fetch(form.dataset.discard, { method: "POST", body: about, keepalive: true, headers: { "HX-Request": "true" } });
  };

  const keep = () => {
    if (write(name, kept())) say(state?.dataset.here);
    clearTimeout(timer);
    timer = setTimeout(hand, PAUSE);
  };

  const before = read(name);
  if ("sent" in form.dataset) write(name, kept());
  else if (before?.fields && !(form.dataset.version > 0 && before.version < version)) {
    fill({ ...before.fields, base: before.base, work_date: before.day });
    say(state?.dataset.back);
  }

  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    // The draft that is done with is the one last seen: its keeping is waited for.
    if (underway) {
      event.preventDefault();
      underway.then(() => form.requestSubmit());
      return;
    }
    leaving = true;
    write(name, { ...kept(), sent: true });
  });
  for (const way of form.querySelectorAll("[data-leave]")) {
    way.addEventListener("click", (event) => {
      clearTimeout(timer);
      // Only what was last seen is thrown away: its keeping is waited for.
      if (underway) {
        event.preventDefault();
        underway.then(() => way.click());
        return;
      }
      leaving = true;
      wipe(name);
      discard();
    });
  }
}

// The entry's own page follows a save that went well: what was sent is no draft any more.
function forgetSent() {
  const page = document.querySelector("[data-saved-entry]");
  if (!page) return;
  const name = nameOf(page.dataset.person, page.dataset.savedEntry);
  if (read(name)?.sent) wipe(name);
}

function faultOf(attach) {
  const files = [...attach.querySelector("input[type='file']").files];
  const big = files.find((file) => file.size > Number(attach.dataset.bytes));
  if (big) return attach.dataset.tooBig.replace("NAME", big.name);
  return files.length > Number(attach.dataset.left) ? attach.dataset.tooMany : "";
}

function wireFiles() {
  const attach = document.querySelector(".attach-form");
  if (!attach) return;
  const place = attach.querySelector(".fault");
  const look = () => {
    place.textContent = faultOf(attach);
    return !place.textContent;
  };
  attach.addEventListener("change", look);
  attach.addEventListener("submit", (event) => look() || event.preventDefault());
}

if (form) wireForm();
forgetSent();
wireFiles();
