// The grid as a spreadsheet: one stop for Tab, arrows from there; typing replaces, F2 edits, Escape takes back.

import { hundredths, written } from "./sums.js";
import { words } from "./sheets.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

let here = null; // the cell in hand
let before = ""; // what stood in it
let mode = "move"; // or "type", or "edit"
let leaving = false; // the next Tab leads out
let corner = null; // where a marked block begins
let act = { enter() {}, type() {}, commit() {}, sign() {}, panel() {} };

export const cellsOf = (row) => [...row.querySelectorAll(".cell")];
const rowsOf = (cell) => [...cell.closest("tbody").rows];
const placeOf = (cell) => {
  const row = cell.closest("tr");
  return [rowsOf(cell).indexOf(row), cellsOf(row).indexOf(cell)];
};
const cellAt = (cell, row, column) => {
  const found = rowsOf(cell)[row];
  return found && cellsOf(found)[column];
};

export function inHand() {
  return here;
}

export function goTo(cell) {
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function take(cell) {
  const grid = cell.closest("table");
  for (const other of grid.querySelectorAll('.cell[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  document.querySelector("tr.is-current")?.classList.remove("is-current");
  cell.closest("tr").classList.add("is-current");
  [here, before, mode, leaving] = [cell, cell.value, "move", false];
  cell.select();
  act.enter(cell);
}

// The number as it is written everywhere.
function tidy(cell) {
  const score = hundredths(cell.value);
  const text = score === null ? cell.value.trim() : written(score, words.scale.places);
  if (cell.value === text) return;
  cell.value = text;
  act.type(cell);
}

// Once the cell is left.
function commit(cell) {
  tidy(cell);
  if (cell.value !== before || mode !== "move") act.commit(cell);
  [before, mode] = [cell.value, "move"];
}

function move(cell, rows, columns) {
  const [row, column] = placeOf(cell);
  const next = cellAt(cell, row + rows, column + columns);
  commit(cell);
  if (next) goTo(next);
  else cell.select();
}

// Through the cells as they are read; false where there is none left.
function along(cell, back) {
  const all = [...cell.closest("tbody").querySelectorAll(".cell")];
  const next = all[all.indexOf(cell) + (back ? -1 : 1)];
  commit(cell);
  if (next) goTo(next);
  return Boolean(next);
}

function toEdge(cell, last, whole) {
  const [row] = placeOf(cell);
  const rows = rowsOf(cell);
  const cells = cellsOf(whole ? rows[last ? rows.length - 1 : 0] : rows[row]);
  commit(cell);
  goTo(cells[last ? cells.length - 1 : 0]);
}

function onEscape(cell) {
  if (mode === "move") {
    unmark();
    leaving = true;
    return;
  }
  cell.value = before;
  act.type(cell);
  act.commit(cell);
  mode = "move";
  cell.select();
}

function onKey(event) {
  const cell = event.target.closest?.(".cell");
  if (!cell || event.isComposing || event.keyCode === 229 || event.altKey) return;
  const { key, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  const step = STEPS[key];
  if (key === "Tab") {
    if (!leaving && !control && along(cell, shiftKey)) event.preventDefault();
  } else if (key === "Enter" && !control) move(cell, shiftKey ? -1 : 1, 0, event.preventDefault());
  else if (key === "Escape") onEscape(cell);
  else if (key === "F2") edit(cell, event.preventDefault());
  else if (key === "F6") act.panel(cell, event.preventDefault());
  else if ((key === "Home" || key === "End") && mode !== "edit") toEdge(cell, key === "End", control, event.preventDefault());
  else if (step && shiftKey && mode === "move") mark(cell, step, event.preventDefault());
  else if (step && !control && (mode !== "edit" || step[0])) move(cell, ...step, event.preventDefault(), unmark());
  else if ((key === "Delete" || key === "Backspace") && marked().length) clear(event.preventDefault());
}

function edit(cell) {
  if (cell.readOnly) return;
  mode = "edit";
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

// A block of cells, marked with Shift and the arrows, copied and pasted as a spreadsheet does.
const marked = () => [...document.querySelectorAll(".cell.is-marked")];

function unmark() {
  corner = null;
  for (const cell of marked()) cell.classList.remove("is-marked");
}

function mark(cell, [rows, columns]) {
  const from = corner ?? cell;
  const [row, column] = placeOf(cell);
  const next = cellAt(cell, row + rows, column + columns) ?? cell;
  goTo(next);
  unmark();
  corner = from;
  const [[top, left], [bottom, right]] = [placeOf(from), placeOf(next)];
  for (let y = Math.min(top, bottom); y <= Math.max(top, bottom); y += 1) {
    for (let x = Math.min(left, right); x <= Math.max(left, right); x += 1) cellAt(next, y, x).classList.add("is-marked");
  }
}

function clear() {
  for (const cell of marked()) fill(cell, "");
}

function fill(cell, text) {
  if (cell.readOnly) return;
  cell.value = text;
  act.type(cell);
  tidy(cell);
  act.commit(cell);
  if (cell === here) before = cell.value;
}

function onCopy(event) {
  const rows = new Map();
  for (const cell of marked()) {
    const row = cell.closest("tr");
    rows.set(row, [...(rows.get(row) ?? []), cell.value]);
  }
  if (!rows.size) return;
  event.clipboardData.setData("text/plain", [...rows.values()].map((cells) => cells.join("\t")).join("\n"));
  event.preventDefault();
}

function onPaste(event) {
  const cell = event.target.closest?.(".cell");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const [row, column] = placeOf(cell);
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  lines.forEach((line, y) =>
    line.split("\t").forEach((score, x) => {
      const target = cellAt(cell, row + y, column + x);
      if (target) fill(target, score.trim());
    }),
  );
  cell.select();
}

export function wire(acts) {
  act = { ...act, ...acts };
  for (const grid of document.querySelectorAll(".score-grid")) {
    const first = grid.querySelector(".cell:not([readonly])") ?? grid.querySelector(".cell");
    if (first) first.tabIndex = 0;
    grid.addEventListener("keydown", onKey);
    grid.addEventListener("focusin", (event) => event.target.matches(".cell") && take(event.target));
    grid.addEventListener("focusout", (event) => event.target.matches(".cell") && commit(event.target));
    grid.addEventListener("input", (event) => {
      if (!event.target.matches(".cell")) return;
      if (mode === "move") mode = "type";
      act.type(event.target);
    });
    grid.addEventListener("mousedown", (event) => {
      unmark();
      if (!event.target.matches(".cell")) return;
      if (event.target === document.activeElement) mode = "edit";
      else {
        // Taken whole at once: the caret of a click would undo the selection.
        event.preventDefault();
        event.target.focus();
      }
    });
    grid.addEventListener("copy", onCopy);
    grid.addEventListener("paste", onPaste);
  }
}
