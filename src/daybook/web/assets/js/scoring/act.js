// The act above: what keeps the sheets from being signed, counted anew after every change.

import { columnsOf, cellOf, rowOf } from "./rows.js";
import { counted, fault, said, sheets, textOf, words } from "./sheets.js";

const SHOWN = 4;
const sentence = document.getElementById("lacking");
const list = document.getElementById("lacks");
const button = document.getElementById("sign");

function lacksOfSheet(sheet) {
  const found = [];
  const columns = columnsOf(rowOf(sheet).closest("table")).map((column) => ({ ...column, need: fault(sheet, column.code) }));
  const empty = columns.filter(({ need }) => need === "missing");
  const about = { name: sheet.name };
  if (empty.length) found.push({ kind: "cells", count: empty.length, sheet, code: empty[0].code, words: counted(words.act.empty, empty.length, about) });
  for (const { code, label, need } of columns) {
    if (!need || need === "missing") continue;
    const kind = need === "reason_required" || need === "low" ? "bases" : "wrong";
    const told = { ...about, element: label, score: textOf(sheet, `score:${code}`), mark: words.marks[need] };
    found.push({ kind, count: 1, sheet, code, words: said((words.act[need] ?? words.act.mark)[0], told) });
  }
  return found;
}

function lacksOf(sheet) {
  if (!sheet.opinion) return lacksOfSheet(sheet);
  if (textOf(sheet, "comment").trim()) return [];
  return [{ kind: "opinions", count: 1, sheet, code: "", words: counted(words.act.opinion, 1, { name: sheet.name }) }];
}

const ripe = () => [...sheets.values()].filter((sheet) => sheet.open && sheet.ripe);

export function lacks() {
  const order = (sheet) => (sheet.opinion ? 1 : 0);
  const grids = [...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
  const sorted = ripe().sort((one, other) => order(one) - order(other) || grids.indexOf(one.key) - grids.indexOf(other.key));
  return sorted.flatMap(lacksOf);
}

function link({ sheet, code, words: text }) {
  const way = document.createElement("a");
  way.href = "#scoring";
  way.dataset.row = sheet.key;
  way.dataset.element = code;
  way.textContent = text;
  return way;
}

export function showAct() {
  if (!sentence) return;
  const found = lacks();
  const sums = ["cells", "bases", "wrong", "opinions"]
    .map((kind) => [kind, found.filter((lack) => lack.kind === kind).reduce((sum, lack) => sum + lack.count, 0)])
    .filter(([, count]) => count)
    .map(([kind, count]) => counted(words.act[kind], count));
  const told = sums.length ? said(words.act.lacking[1], { parts: sums.join(words.act.joint[1]) }) : counted(words.act.fit, ripe().length);
  if (sentence.textContent !== told) sentence.textContent = told;
  list.replaceChildren(...found.slice(0, SHOWN).flatMap((lack, place) => (place ? [" · ", link(lack)] : [link(lack)])));
  if (found.length > SHOWN) list.append(` ${counted(words.act.more, found.length - SHOWN)}`);
  if (found.length) button?.setAttribute("aria-disabled", "true");
  else button?.removeAttribute("aria-disabled");
}

// To the place that a link of the act names, or to the first that is lacking.
export function goToLack(row, code) {
  const [first] = row ? [] : lacks();
  const sheet = sheets.get(row ?? first?.sheet.key);
  const cell = sheet && cellOf(sheet, code ?? first.code);
  cell?.focus();
  cell?.scrollIntoView({ block: "nearest" });
}
