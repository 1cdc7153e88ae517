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

function wire(form) {
  const before = read(form);
  if (before?.sent && wasTaken()) sessionStorage.removeItem(nameOf(form));
  // What was refused comes back from the server itself, with what is wrong beside it.
  else if (before && !form.querySelector('[role="alert"]')) fill(form, before.fields);
  form.addEventListener("input", () => write(form, false));
  form.addEventListener("submit", () => write(form, true));
}

document.querySelectorAll("form[data-typed]").forEach(wire);
