// Forms that have no draft on the server: their words stay in this tab, through a reload, an expired sign-in or a lost
// network, until the server has said that it took them. Signing out wipes them.

const nameOf = (form) => `daybook:${encodeURIComponent(form.dataset.person)}:typed:${location.pathname}:${form.dataset.typed}`;
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && !["hidden", "submit", "button"].includes(each.type));
const isTap = (field) => ["radio", "checkbox"].includes(field.type);
const wasTaken = () => Boolean(document.querySelector(".messages"));

function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(form)));
  } catch {
    return null;
  }
}

function write(form, sent) {
  const fields = fieldsOf(form).filter((each) => !isTap(each) || each.checked).map((each) => [each.name, each.value]);
  try {
    sessionStorage.setItem(nameOf(form), JSON.stringify({ fields: Object.fromEntries(fields), sent }));
  } catch {
    // Then they stay as long as this page does.
  }
}

function fill(form, fields) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in fields)) continue;
    if (isTap(field)) field.checked = field.value === fields[field.name];
    else field.value = fields[field.name];
  }
}

// What was sent is gone once a page says what became of it, also a page without that form.
function forgetTaken() {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith("daybook:") && name.includes(":typed:"));
  for (const name of names) if (sessionStorage.getItem(name).endsWith('"sent":true}')) sessionStorage.removeItem(name);
}

function wire(form) {
  const before = read(form);
  // What was refused comes back from the server itself, with what is wrong beside it.
  if (before && !form.querySelector('[role="alert"]')) fill(form, before.fields);
  form.addEventListener("input", () => write(form, false));
  form.addEventListener("submit", () => write(form, true));
}

if (wasTaken()) forgetTaken();
document.querySelectorAll("form[data-typed]").forEach(wire);
