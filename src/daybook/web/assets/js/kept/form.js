// A form whose words are never only on a page: kept in this browser at once, on the server a moment later, and handed
// in only once the server has them. An expired sign-in or a lost network keeps the page, and says what to do.

import { ask, token } from "../today/asking.js";
import { read, wipe, write } from "../today/stored.js";

const PAUSE = 600; // milliseconds without a key
const RETRY = 5000;
const APART = ["csrfmiddlewaretoken", "version"];
const [KEPT, REFUSED, WAITS] = ["kept", "refused", "waits"];

// `name` is what the words are kept under; `place` says how they are kept; `choice` asks which of two windows' words
// hold; `heard` is given what the server answered, `chosen` is called once somebody chose.
export function keepForm(form, { name, place, choice, heard = () => {}, chosen = () => {} }) {
  let timer = 0;
  let running = Promise.resolve(KEPT);
  let dirty = false;
  let leaving = false;

  function say(words, { waiting = false, act = false } = {}) {
    place.classList.remove("is-quiet");
    place.classList.toggle("is-saving", waiting);
    place.classList.toggle("is-act", act);
    if (place.textContent !== words) place.textContent = words;
  }

  function fields() {
    const told = {};
    for (const [field, value] of new FormData(form)) {
      if (!APART.includes(field)) told[field] = [told[field], value].filter(Boolean).join(" ");
    }
    return told;
  }

  function fill(told) {
    for (const input of form.elements) {
      if (!input.name || ["hidden", "submit", "button"].includes(input.type)) continue;
      const text = told[input.name] ?? "";
      if (input.type === "radio") input.checked = input.value === text;
      else if (input.type === "checkbox") input.checked = text.split(" ").includes(input.value);
      else input.value = withoutBoxes(input, text);
    }
  }

  // What has a box of its own beside the field is not written out once more.
  function withoutBoxes(input, text) {
    const boxes = [...form.querySelectorAll('[type="checkbox"]')].filter((each) => each.name === input.name);
    if (!boxes.length) return text;
    const known = new Set(boxes.map((each) => each.value));
    return text.split(" ").filter((key) => key && !known.has(key)).join(" ");
  }

  function keepSoon() {
    dirty = true;
    write(name, { fields: fields(), version: form.elements.version.value, dirty: true, keep: form.dataset.draft });
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  // One request after the other, so that a slow one never meets the next.
  function keep() {
    clearTimeout(timer);
    running = running.then(send);
    return running;
  }

  async function send() {
    if (leaving || !dirty) return KEPT;
    const sent = fields();
    say(place.dataset.saving, { waiting: true });
    const answer = await ask(form.dataset.draft, { ...sent, version: form.elements.version.value });
    if (answer.expired) return waits(place.dataset.expired);
    if (answer.gone) {
      timer = setTimeout(keep, RETRY);
      return waits(place.dataset.local, true);
    }
    const told = answer.body.startsWith("{") ? JSON.parse(answer.body) : {};
    return understand(answer, told, sent);
  }

  function waits(words, waiting = false) {
    say(words, { waiting, act: true });
    return WAITS;
  }

  function understand(answer, told, sent) {
    if (answer.status === 409) return cross(told);
    if (!answer.ok) {
      say(told.message ?? place.dataset.refused, { act: true });
      return REFUSED;
    }
    form.elements.version.value = told.version;
    say(place.dataset.saved.replace("%s", told.saved));
    heard(told);
    dirty = JSON.stringify(sent) !== JSON.stringify(fields());
    if (!dirty) wipe(name);
    return KEPT;
  }

  // Another window wrote the same draft: both stand until one is chosen.
  function cross(told) {
    choice.hidden = false;
    choice.querySelector("[data-theirs]").textContent = wordsOf(told.fields ?? {});
    choice.onclick = (event) => {
      const which = event.target.closest("[data-keep]")?.dataset.keep;
      if (!which) return;
      choice.hidden = true;
      form.elements.version.value = told.version;
      if (which === "theirs") fill(told.fields ?? {});
      keepSoon();
      chosen();
    };
    return WAITS;
  }

  function wordsOf(told) {
    const words = Object.entries(told).filter(([, value]) => value).map(([field, value]) => wordOf(field, value));
    return words.join(" · ") || "—";
  }

  // What was chosen, as the page says it.
  function wordOf(field, value) {
    const named = [...form.elements].filter((each) => each.name === field);
    const option = named.flatMap((each) => [...(each.options ?? [])]).find((each) => each.value === value);
    const tap = named.find((each) => each.type === "radio" && each.value === value);
    return option?.text ?? tap?.nextElementSibling?.firstChild?.textContent ?? value;
  }

  // Handed in once. What the server does not have stays here, where it can be handed in again.
  async function submit(button = null) {
    const stands = await keep();
    if (leaving || stands === WAITS) return;
    leaving = true;
    wipe(name);
    if (button?.hasAttribute("formaction")) form.action = button.formAction;
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.elements.csrfmiddlewaretoken.value = token() || form.elements.csrfmiddlewaretoken.value;
    form.submit();
  }

  // What this browser alone has comes back.
  function recall() {
    const before = read(name);
    if (!before || JSON.stringify(before.fields) === JSON.stringify(fields())) return wipe(name);
    if (form.querySelector("[aria-invalid]")) return undefined;
    fill(before.fields);
    form.elements.version.value = before.version;
    return keepSoon();
  }

  form.addEventListener("input", keepSoon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.submitter);
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  recall();
  return { submit };
}
