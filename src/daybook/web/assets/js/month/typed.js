// What is typed on a month beside its summary: answers, explanations, what an entry lacks. A tap elsewhere renews the
// page; the words come back where they stood. They are kept in this tab alone, and are done with once they are sent.

const OTHERS = "#summary"; // keeps itself
const ABOUT = ["act", "item", "entry", "field"];

let texts = null;
let sent = "";

const month = () => document.getElementById("month");
const name = () => `daybook:${encodeURIComponent(month().dataset.person)}:month:${month().dataset.month}:typed`;
const nameOf = (form) => ABOUT.map((each) => form.querySelector(`[type="hidden"][name="${each}"]`)?.value ?? "").join(" ");
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && each.matches('textarea, input:not([type="hidden"])'));
const isTap = (field) => field.type === "radio";
const isChanged = (field) => (isTap(field) ? field.checked && !field.defaultChecked : field.value !== field.defaultValue);

function known() {
  if (texts) return texts;
  try {
    texts = JSON.parse(sessionStorage.getItem(name())) ?? {};
  } catch {
    texts = {};
  }
  return texts;
}

function store() {
  try {
    if (Object.keys(texts).length) sessionStorage.setItem(name(), JSON.stringify(texts));
    else sessionStorage.removeItem(name());
  } catch {
    // Then they stay as long as this page does.
  }
}

function note(form) {
  const told = fieldsOf(form).filter(isChanged).map((field) => [field.name, field.value]);
  // With the edition that was read: what another window answered meanwhile is not written over unseen.
  if (told.length) known()[nameOf(form)] = { ...Object.fromEntries(told), edition: form.elements.edition?.value };
  else delete known()[nameOf(form)];
  store();
}

function forget(key) {
  delete known()[key];
  store();
}

function fill(form, told) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in told)) continue;
    if (isTap(field)) field.checked = field.value === told[field.name];
    else field.value = told[field.name];
  }
  if (form.elements.edition) form.elements.edition.value = told.edition;
}

// The page stands anew. What was sent is the server's, unless it refused; what has no place any more is gone, but for
// an answer, which can be opened again.
export function bringBack() {
  if (!month()) return;
  const forms = new Map([...month().querySelectorAll(`form:not(${OTHERS})`)].map((form) => [nameOf(form), form]));
  const told = known()[sent];
  if (told && !month().querySelector('[role="alert"]')) forget(sent);
  else if (told) told.edition = forms.get(sent)?.elements.edition?.value;
  sent = "";
  for (const [key, kept] of Object.entries(known())) {
    if (forms.has(key)) fill(forms.get(key), kept);
    else if (!key.startsWith("answer ")) forget(key);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && month()?.contains(form) && !form.matches(OTHERS)) note(form);
});
document.addEventListener("submit", (event) => {
  if (month()?.contains(event.target) && !event.target.matches(OTHERS)) sent = nameOf(event.target);
});
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-forgets]")?.closest("form");
  if (form) forget(nameOf(form));
});
