// What is written about an objection - the text, a hearing note, grounds, a corrected sheet - is kept in this
// browser at once and on the server a moment later.

import { read, wipe, write } from "./today/stored.js";

const PAUSE = 600; // milliseconds without a key
const PATIENCE = 15000;
const RETRY = 5000;

function wire(form) {
  const place = form.querySelector("[data-kept]");
  const choice = form.querySelector("[data-crossing]");
  const stored = `daybook:${encodeURIComponent(form.dataset.person)}:objection:${form.dataset.draft}`;
  let timer = 0;
  let running = Promise.resolve();
  let leaving = false;

  function say(words, { waiting = false, act = false } = {}) {
    place.classList.remove("is-quiet");
    place.classList.toggle("is-saving", waiting);
    place.classList.toggle("is-act", act);
    if (place.textContent !== words) place.textContent = words;
  }

  function fields() {
    const told = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || name === "version") continue;
      told[name] = [told[name], value].filter(Boolean).join(" ");
    }
    return told;
  }

  function fill(told) {
    for (const input of form.elements) {
      if (!input.name || input.name === "csrfmiddlewaretoken" || input.name === "version") continue;
      const text = told[input.name] ?? "";
      if (input.type === "radio") input.checked = input.value === text;
      else if (input.type === "checkbox") input.checked = text.split(" ").includes(input.value);
      else if (input.name.startsWith("cite:")) input.value = others(input, text);
      else input.value = text;
    }
  }

  // Entries that have a box of their own are not written out once more.
  function others(input, text) {
    const boxes = [...form.querySelectorAll('[type="checkbox"]')].filter((each) => each.name === input.name);
    const known = new Set(boxes.map((each) => each.value));
    return text.split(" ").filter((key) => key && !known.has(key)).join(" ");
  }

  function keepSoon() {
    write(stored, { fields: fields(), version: form.elements.version.value, dirty: true, keep: form.dataset.draft });
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  function keep() {
    clearTimeout(timer);
    running = running.then(send);
    return running;
  }

  async function send() {
    if (leaving) return;
    const sent = fields();
    say(place.dataset.saving, { waiting: true });
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: new URLSearchParams({ ...sent, version: form.elements.version.value }),
        credentials: "same-origin",
        signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
      });
      if (answer.headers.has("HX-Redirect") || answer.status === 403) return say(place.dataset.expired, { act: true });
      if (answer.status >= 500) throw new Error("later");
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      understand(answer.status, told, sent);
    } catch {
      say(place.dataset.local, { waiting: true, act: true });
      timer = setTimeout(keep, RETRY);
    }
  }

  function understand(status, told, sent) {
    if (status === 409) return cross(told);
    if (status >= 400) return say(told.message ?? place.dataset.refused, { act: true });
    form.elements.version.value = told.version;
    say(place.dataset.saved.replace("%s", told.saved));
    if (JSON.stringify(sent) === JSON.stringify(fields())) wipe(stored);
  }

  // Another window wrote the same draft: both stand until one is chosen.
  function cross(told) {
    const theirs = Object.values(told.fields ?? {}).filter(Boolean);
    choice.hidden = false;
    choice.querySelector("[data-theirs]").textContent = theirs.join(" · ") || "—";
    choice.onclick = (event) => {
      const which = event.target.closest("[data-keep]")?.dataset.keep;
      if (!which) return;
      choice.hidden = true;
      form.elements.version.value = told.version;
      if (which === "theirs") fill(told.fields ?? {});
      keepSoon();
    };
  }

  function recall() {
    const kept = read(stored);
    if (!kept || JSON.stringify(kept.fields) === JSON.stringify(fields())) return wipe(stored);
    if (form.querySelector("[aria-invalid]")) return;
    fill(kept.fields);
    form.elements.version.value = kept.version;
    keepSoon();
  }

  form.addEventListener("input", keepSoon);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return;
    clearTimeout(timer);
    await running;
    leaving = true;
    wipe(stored);
    form.submit();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  recall();
  (form.querySelector("[aria-invalid]") ?? document.getElementById("fault"))?.focus();
}

document.querySelectorAll("form[data-draft]").forEach(wire);
