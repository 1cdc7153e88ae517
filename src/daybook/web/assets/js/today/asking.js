// Asking the server, so that a lost network, a dead server and an expired sign-in are answers like any other.

import { page } from "./texts.js";

const PATIENCE = 15000; // milliseconds

// Signing in again, in this tab or another, changes the token; the cookie always has the present one.
export function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : (page?.dataset.csrf ?? "");
}

// {status, body, gone, expired}: `gone` where no answer came, or one that no program of ours gives.
export async function ask(url, fields = null) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const headers = { "HX-Request": "true" };
  const wish = { headers, signal: patience.signal, credentials: "same-origin" };
  if (fields) {
    headers["X-CSRFToken"] = token();
    wish.method = "POST";
    wish.body = new URLSearchParams(fields);
  }
  try {
    const response = await fetch(url, wish);
    const body = await response.text();
    const expired = response.headers.has("HX-Redirect") || response.status === 403;
    return { status: response.status, ok: response.ok && !expired, body, expired, gone: response.status >= 500 };
  } catch {
    return { status: 0, ok: false, body: "", expired: false, gone: true };
  } finally {
    clearTimeout(timer);
  }
}

// The fields of a form as they are sent, without the token, which travels apart.
export function fieldsOf(form, button = null) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string") fields[name] = value;
  }
  if (button?.name) fields[button.name] = button.value;
  const reason = document.getElementById("backfill-reason");
  if (reason) fields.backfill_reason = reason.value;
  return fields;
}
