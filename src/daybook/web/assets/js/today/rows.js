// The rows of the day: an answer of the server put where it belongs.

import { ask } from "./asking.js";
import { ownKey, page } from "./texts.js";

export function body() {
  return page.querySelector("#rows tbody");
}

export function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content;
}

export function rowOf(key) {
  return document.getElementById(`row-${key}`);
}

// A row in the place of the one it renews, else where its time puts it.
export function place(row, instead = null) {
  const old = instead ?? document.getElementById(row.id);
  if (old) old.replaceWith(row);
  else {
    const order = row.dataset.order ?? "~";
    const next = [...body().children].find((each) => (each.dataset.order ?? "~") > order);
    body().insertBefore(row, next ?? null);
  }
  count();
  return row;
}

export function placeHtml(html, instead = null) {
  const row = parse(html).querySelector("tr");
  return row ? place(row, instead) : null;
}

export function drop(row) {
  row?.remove();
  count();
}

// A draft that is being written in this tab's own form does not stand among the rows as well.
export function veil() {
  const own = ownKey();
  for (const row of page.querySelectorAll("#rows tr[data-draft-row]")) row.hidden = row.dataset.draftRow === own;
  count();
}

function count() {
  const nothing = page.querySelector(".day-nothing");
  if (nothing) nothing.hidden = Boolean(body().querySelector("tr:not([hidden])"));
  for (const other of page.querySelectorAll(".day-elsewhere")) other.hidden = !other.querySelector("tr[data-draft-row]:not([hidden])");
}

// All rows anew; forms that are open and rows that wait to be sent stay as they are.
export function renew(html) {
  const fresh = parse(html).querySelector("#rows");
  const kept = [...body().querySelectorAll(".is-open, .is-pending")];
  page.querySelector("#rows").replaceWith(fresh);
  for (const row of kept) place(row);
  veil();
}

export async function reload() {
  const answer = await ask(location.pathname);
  if (answer.ok) renew(answer.body);
}

// Tell the parts beside the rows that the day has changed.
export function changed() {
  window.htmx?.trigger(document.body, "day-changed");
}
