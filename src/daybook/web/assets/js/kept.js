// Forms that have no draft on the server: their words stay in this tab, through a reload, an expired sign-in or a lost
// network, until the server has said that it took them. Signing out wipes them.

// What a form brings along unseen and its words belong to: the mark of a new thing, the edition that was read.
const BROUGHT = ["key", "edition"];
const FAULT = '[role="alert"], [aria-invalid]';

const personOf = (form) => form.dataset.person || document.querySelector("form[data-leave]")?.dataset.person || "";
// A form that stands on several pages says itself where it belongs.
const placeOf = (form) => form.dataset.at || location.pathname;
const nameOf = (form) => `daybook:${encodeURIComponent(personOf(form))}:typed:${placeOf(form)}:${form.dataset.typed}`;
const isKept = (each) => each.name && (BROUGHT.includes(each.name) || !["hidden", "submit", "button"].includes(each.type));
const fieldsOf = (form) => [...form.elements].filter(isKept);
const isTap = (field) => ["radio", "checkbox"].includes(field.type);
// What a page says after signing in is about that, not about what was sent before.
const signedIn = () => document.referrer.startsWith(`${location.origin}/accounts/`);
const wasTaken = () => Boolean(document.querySelector(".messages")) && !signedIn();
const isInPlace = (form) => form.matches("[hx-post], [hx-boost]");

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

function forget(form) {
  try {
    sessionStorage.removeItem(nameOf(form));
  } catch {
    // Nothing was kept where nothing can be.
  }
}

function fill(form, fields) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in fields)) continue;
    if (isTap(field)) field.checked = field.value === fields[field.name];
    else field.value = fields[field.name];
  }
  const folded = form.closest("details");
  if (folded) folded.open = true;
}

// What was sent is gone once a page says what became of it, also a page without that form.
function forgetTaken() {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith("daybook:") && name.includes(":typed:"));
  for (const name of names) if (sessionStorage.getItem(name).endsWith('"sent":true}')) sessionStorage.removeItem(name);
}

function wire(form) {
  const before = read(form);
  // What was refused comes back from the server itself, with what is wrong beside it.
  if (form.querySelector(FAULT)) (before || isInPlace(form)) && write(form, false);
  else if (before) fill(form, before.fields);
}

// Heard on the page as a whole, so that a form is kept however it came there.
document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form?.matches("[data-typed]")) write(form, false);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-typed]")) write(event.target, !isInPlace(event.target));
});

// Parts that a script puts in place -------------------------------------------

const typedForm = (event) => (event.detail.elt?.matches?.("form[data-typed]") ? event.detail.elt : null);

// The sign-in has expired: the page stays, with a way to sign in and go on.
function tellExpired(form) {
  const pattern = document.getElementById("expired");
  form.querySelector(".expired")?.remove();
  const told = pattern.content.firstElementChild.cloneNode(true);
  const way = told.querySelector("a");
  way.href += encodeURIComponent(location.pathname + location.search);
  form.append(told);
}

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = typedForm(event);
  if (!form) return;
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Redirect")) {
    event.preventDefault();
    tellExpired(form);
  } else if (xhr.status < 400) forget(form);
});

// Signing in changes the token; the cookie has the present one.
document.addEventListener("htmx:configRequest", (event) => {
  const present = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (typedForm(event) && present) event.detail.parameters.csrfmiddlewaretoken = present[1];
});

document.addEventListener("htmx:load", (event) => {
  const { elt } = event.detail;
  if (elt === document.body) return;
  elt.querySelectorAll("form[data-typed]").forEach(wire);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-forgets]")?.closest("form[data-typed]");
  if (form) forget(form);
});

if (wasTaken()) forgetTaken();
document.querySelectorAll("form[data-typed]").forEach(wire);
