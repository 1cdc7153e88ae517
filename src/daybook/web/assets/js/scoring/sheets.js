// The sheets of the page: what stands in the cells of each, and what the server has of it.
//
// `base` is what the server had when it was last heard of, so that two windows can be told apart field by field.

import { faultOf } from "./sums.js";

export const page = document.getElementById("scoring");
const told = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");
export const words = told("words");

export const sheets = new Map(
  Object.entries(told("sheets")).map(([key, sheet]) => [
    key,
    { ...sheet, key, base: { ...sheet.fields }, conflicts: {}, dirty: false },
  ]),
);

export const address = (sheet, what) => `${page.dataset.root}/${sheet.key.split("/").map(encodeURIComponent).join("/")}/${what}`;

export function textOf(sheet, field) {
  return sheet.fields[field] ?? "";
}

// Whether it is another text than before.
export function put(sheet, field, text) {
  if (textOf(sheet, field) === text) return false;
  if (text) sheet.fields[field] = text;
  else delete sheet.fields[field];
  return true;
}

export function citesOf(sheet, code) {
  return textOf(sheet, `cite:${code}`).split(" ").filter(Boolean);
}

export function fault(sheet, code) {
  const about = { reason: Boolean(textOf(sheet, `reason:${code}`).trim()), cites: citesOf(sheet, code).length };
  return sheet.open ? faultOf(textOf(sheet, `score:${code}`), about, words.scale) : "";
}

export const said = (phrase, about) => phrase.replace(/%\((\w+)\)s/g, (_all, name) => about[name] ?? "");
export const counted = ([one, many], n, about = {}) => said(n === 1 ? one : many, { n, ...about });
