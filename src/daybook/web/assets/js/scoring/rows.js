// What a row shows: the mark under each score, the sheet's score and band, the working of it.

import { citesOf, fault, page, said, sheets, textOf, words } from "./sheets.js";
import { bandOf, hundredths, sheetScore, written } from "./sums.js";

const rows = new Map([...(page?.querySelectorAll("[data-row]") ?? [])].map((row) => [row.dataset.row, row]));
export const rowOf = (sheet) => rows.get(sheet?.key);
export const sheetOf = (element) => sheets.get(element.closest("[data-row]")?.dataset.row);
const headsOf = (table) => [...table.querySelectorAll("th[data-element]")];

export function columnsOf(table) {
  return headsOf(table).map(({ dataset }) => ({ code: dataset.element, label: dataset.label, weight: dataset.weight }));
}

export function columnOf(cell) {
  const row = cell.closest("tr");
  return columnsOf(row.closest("table"))[[...row.querySelectorAll(".cell")].indexOf(cell)];
}

export function cellOf(sheet, code) {
  const row = rowOf(sheet);
  if (!row || row.tagName !== "TR") return row?.querySelector("textarea");
  const place = columnsOf(row.closest("table")).findIndex((column) => column.code === code);
  return row.querySelectorAll(".cell")[Math.max(place, 0)];
}

// In hundredths, once every element has a score on the scale.
export function scoreOf(sheet) {
  const table = rowOf(sheet)?.closest("table");
  if (!table) return null;
  const { score_least: least, score_most: most } = words.scale;
  const scores = columnsOf(table).map(({ code }) => hundredths(textOf(sheet, `score:${code}`)));
  if (scores.some((score) => score === null || score < least || score > most)) return null;
  return sheetScore(scores, table.dataset.weights.split(" ").map(Number), Number(table.dataset.divisor));
}

function markCell(sheet, { code, label }, cell) {
  const need = fault(sheet, code);
  const mark = cell.nextElementSibling;
  const word = words.marks[need] ?? "";
  const cites = citesOf(sheet, code).length;
  const beside = cites ? words.cell.cited.replace("%s", cites) : textOf(sheet, `reason:${code}`).trim() ? words.cell.reason : "";
  mark.replaceChildren();
  if (word) {
    const flag = document.createElement("span");
    flag.className = "fault";
    flag.textContent = word;
    mark.append(flag);
  } else mark.textContent = beside;
  cell.setAttribute("aria-label", said(words.cell.label, { name: sheet.name, element: label }));
  if (word) cell.setAttribute("aria-invalid", "true");
  else cell.removeAttribute("aria-invalid");
  mark.id = `mark-${sheet.key}-${code}`.replace(/[^\w-]/g, "_");
  if (mark.textContent) cell.setAttribute("aria-describedby", mark.id);
  else cell.removeAttribute("aria-describedby");
  cell.classList.toggle("is-crossed", `score:${code}` in sheet.conflicts);
}

export function showRow(sheet) {
  const row = rowOf(sheet);
  if (row?.tagName !== "TR") return;
  const cells = [...row.querySelectorAll(".cell")];
  columnsOf(row.closest("table")).forEach((column, place) => markCell(sheet, column, cells[place]));
  const [figure, band] = [row.querySelector("td.num"), row.querySelector("td.nowrap")];
  const score = scoreOf(sheet);
  const note = document.createElement("small");
  note.textContent = isFlat(sheet, cells) ? words.cell.flat.replace("%s", cells.length) : "";
  figure.replaceChildren(score === null ? "—" : figureOf(score, figure.querySelector("button")), note);
  if (band) band.textContent = score === null ? "—" : bandOf(score, words.bands);
}

function figureOf(score, known) {
  const button = known ?? document.createElement("button");
  return Object.assign(button, { type: "button", className: "why", tabIndex: -1, textContent: written(score, 2) });
}

function isFlat(sheet, cells) {
  const scores = cells.map((cell) => hundredths(cell.value));
  return sheet.open && scores[0] !== null && scores.every((score) => score === scores[0]);
}

// The cells take over what another window wrote.
export function fillRow(sheet) {
  const row = rowOf(sheet);
  if (!row) return;
  if (row.tagName !== "TR") {
    const text = row.querySelector("textarea");
    if (text.value !== textOf(sheet, "comment")) text.value = textOf(sheet, "comment");
    return;
  }
  const cells = [...row.querySelectorAll(".cell")];
  columnsOf(row.closest("table")).forEach(({ code }, place) => {
    const text = textOf(sheet, `score:${code}`);
    if (cells[place].value !== text) cells[place].value = text;
  });
  showRow(sheet);
}

// How a score came about, below its grid.
export function openWorking(button) {
  const sheet = sheetOf(button);
  const section = button.closest("section");
  const place = section.querySelector(".working");
  const again = !place.hidden && button.getAttribute("aria-expanded") === "true";
  for (const other of section.querySelectorAll(".why[aria-expanded]")) other.removeAttribute("aria-expanded");
  place.hidden = again;
  if (again) return;
  button.setAttribute("aria-expanded", "true");
  const terms = columnsOf(button.closest("table")).map(({ code, weight }) => `${weight} × ${textOf(sheet, `score:${code}`)}`);
  place.textContent = `${sheet.name} ${button.textContent} = (${terms.join(" + ")}) ÷ 100`;
}
