// The evidence beside the cell in hand: asked for once a person, ordered anew for every element.

import { ask } from "../today/asking.js";
import { keep } from "./keeping.js";
import { columnsOf, rowOf, showRow } from "./rows.js";
import { address, citesOf, fault, put, said, sheets, textOf, words } from "./sheets.js";

const LEAST_ROWS = 2;
const MOST_ROWS = 10;
const PAUSE = 120; // milliseconds a cell is in hand before its person's record is asked for

const panel = document.getElementById("evidence");
const body = document.getElementById("ev-body");
const at = (id) => document.getElementById(id);
const known = new Map(); // what was read, by sheet
let sheet = null;
let column = null;
let asked = 0;
let relatedOnly = true;
let changed = () => {};

export function onChange(act) {
  changed = act;
}

export const inPanel = () => sheet;

export function show(next, inColumn = null) {
  const other = next !== sheet;
  [sheet, column] = [next, inColumn];
  at("ev-hint").hidden = true;
  at("ev-who").textContent = column ? `${sheet.name} · ${column.label}` : sheet.name;
  at("ev-weight").textContent = column ? words.cell.weight.replace("%s", column.weight) : "";
  showReason();
  const comment = at("comment");
  at("ev-comment").hidden = sheet.opinion || isBlank("comment");
  if (other) {
    comment.value = textOf(sheet, "comment");
    comment.readOnly = !sheet.open;
    fit(comment);
    fetchSoon();
  } else if (known.has(sheet.key)) arrange();
  showCrossing();
}

function showReason() {
  at("ev-reason").hidden = !column || isBlank(`reason:${column.code}`);
  if (!column) return;
  const [place, text] = [at("reason"), textOf(sheet, `reason:${column.code}`)];
  if (place.value !== text) place.value = text;
  place.readOnly = !sheet.open;
  fit(place);
  showNeed();
}

// A signed sheet has no field for what nobody wrote.
const isBlank = (field) => !sheet.open && !textOf(sheet, field);

// A field as high as its text, so that nothing of it is out of sight.
function fit(place) {
  place.rows = LEAST_ROWS;
  while (place.scrollHeight > place.clientHeight && place.rows < MOST_ROWS) place.rows += 1;
}

function showNeed() {
  const need = column && fault(sheet, column.code);
  const told = { reason_required: words.cell.needHigh, low: words.cell.needLow }[need] ?? "";
  if (at("reason-need").textContent !== told) at("reason-need").textContent = told;
}

// After a change from elsewhere: a score typed, an entry cited, another window's words.
export function refresh() {
  if (!sheet) return;
  showReason();
  if (document.activeElement !== at("comment")) at("comment").value = textOf(sheet, "comment");
  fit(at("comment"));
  if (known.has(sheet.key)) arrange();
  showCrossing();
}

function fetchSoon() {
  const ready = known.get(sheet.key);
  clearTimeout(asked);
  if (ready) return lay(ready);
  body.setAttribute("aria-busy", "true");
  tell(words.cell.loading);
  asked = setTimeout(() => look(sheet), PAUSE);
  return undefined;
}

function tell(text) {
  const line = document.createElement("p");
  line.className = "small";
  line.textContent = text;
  body.replaceChildren(line);
}

async function look(wanted) {
  const answer = await ask(address(wanted, "evidence"));
  if (answer.ok) known.set(wanted.key, answer.body);
  if (wanted !== sheet) return;
  body.removeAttribute("aria-busy");
  if (answer.ok) lay(answer.body);
  else {
    tell(answer.expired ? words.cell.expired : words.cell.failed);
    sheet = null; // asked for again at the next cell
  }
}

function lay(text) {
  const part = document.createElement("template");
  part.innerHTML = text;
  body.replaceChildren(part.content);
  body.removeAttribute("aria-busy");
  panel.scrollTop = 0;
  arrange();
}

// Cited for this element first, then what its sign speaks for; the rest on demand. Dates stay in order.
function arrange() {
  const list = body.querySelector(".cites");
  if (!list) return;
  const cites = column ? citesOf(sheet, column.code) : [];
  const sign = column && words.relations[column.code];
  const items = [...list.children];
  const bears = (item) => Boolean(sign) && item.dataset.signs.split(" ").includes(sign);
  const offer = Boolean(sign) && items.some(bears);
  const search = body.querySelector(".ev-search").value.trim();
  const narrow = offer && relatedOnly && !search;
  showWays(offer, sign);
  items.forEach((item, place) => (item.dataset.place ??= place));
  const rank = (item) => (cites.includes(item.dataset.key) ? 0 : 1);
  items.sort((one, other) => rank(one) - rank(other) || one.dataset.place - other.dataset.place);
  for (const item of items) {
    const cited = cites.includes(item.dataset.key);
    item.hidden = search ? !item.textContent.includes(search) : narrow && !cited && !bears(item);
    showCite(item, cited);
  }
  if (items.some((item, place) => list.children[place] !== item)) reorder(list, items);
  body.querySelector(".ev-none").hidden = items.some((item) => !item.hidden);
}

// Taking a button out of the page and back takes the focus from it.
function reorder(list, items) {
  const held = document.activeElement;
  list.append(...items);
  if (list.contains(held) && held !== document.activeElement) held.focus({ preventScroll: true });
}

function showWays(offer, sign) {
  const [related, all] = body.querySelectorAll("[data-show]");
  related.hidden = all.hidden = !offer;
  related.textContent = offer ? words.cell.related.replace("%s", words.signs[sign]) : "";
  related.setAttribute("aria-pressed", String(relatedOnly));
  all.setAttribute("aria-pressed", String(!relatedOnly));
}

function showCite(item, cited) {
  const button = item.querySelector("button");
  button.hidden = !column || !sheet.open;
  button.textContent = cited ? words.cell.citedHere : words.cell.cite;
  button.setAttribute("aria-pressed", String(cited));
  const elsewhere = columnsOfSheet().filter(({ code }) => code !== column?.code && citesOf(sheet, code).includes(item.dataset.key));
  let note = item.querySelector(".elsewhere");
  if (!elsewhere.length) return note?.remove();
  if (!note) {
    note = document.createElement("small");
    note.className = "elsewhere";
    item.children[1].append(note);
  }
  note.textContent = words.cell.citedFor.replace("%s", elsewhere.map(({ label }) => label).join("、"));
  return undefined;
}

const columnsOfSheet = () => {
  const table = rowOf(sheet)?.closest("table");
  return table ? columnsOf(table) : [];
};

function toggle(key, about, code, on) {
  const cites = citesOf(about, code).filter((each) => each !== key);
  if (on) cites.push(key);
  if (put(about, `cite:${code}`, cites.join(" "))) {
    keep(about);
    showRow(about);
    changed();
  }
}

function onClick(event) {
  const way = event.target.closest("[data-show]");
  if (way) {
    relatedOnly = way.dataset.show === "related";
    return arrange();
  }
  const button = event.target.closest(".cites button");
  if (!button || !column) return undefined;
  toggle(button.closest("li").dataset.key, sheet, column.code, button.getAttribute("aria-pressed") !== "true");
  arrange();
  return showNeed();
}

// An entry dragged onto a cell of its person is cited for that element.
function wireDragging(page, columnOf, sheetOf) {
  let dragged = "";
  body.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("li[data-key]")?.dataset.key ?? "";
    if (dragged) event.dataTransfer.setData("text/plain", dragged);
  });
  const target = (event) => {
    const cell = event.target.closest?.("td")?.querySelector(".cell");
    return cell && dragged && sheet?.open && sheetOf(cell) === sheet ? cell : null;
  };
  const clear = () => page.querySelector(".is-target")?.classList.remove("is-target");
  page.addEventListener("dragover", (event) => {
    clear();
    const cell = target(event);
    if (!cell) return;
    event.preventDefault();
    cell.classList.add("is-target");
  });
  page.addEventListener("dragend", clear);
  page.addEventListener("drop", (event) => {
    const cell = target(event);
    clear();
    if (!cell) return;
    event.preventDefault();
    const { code } = columnOf(cell);
    toggle(dragged, sheet, code, true);
    arrange();
    showNeed();
  });
}

// What two windows wrote differently, side by side until one is chosen.
function showCrossing() {
  const place = at("crossing");
  const [crossed] = [...sheets.values()].filter((each) => Object.keys(each.conflicts).length);
  place.hidden = !crossed;
  if (!crossed) return place.replaceChildren();
  const head = document.createElement("p");
  head.textContent = said(words.cell.crossed, { name: crossed.name });
  const lines = Object.entries(crossed.conflicts).map(([field, theirs]) => crossingLine(crossed, field, theirs));
  return place.replaceChildren(head, ...lines);
}

function crossingLine(crossed, field, theirs) {
  const line = document.createElement("div");
  line.className = "crossing-line";
  const name = document.createElement("p");
  name.textContent = fieldWords(crossed, field);
  line.append(name, choice(crossed, field, "mine", textOf(crossed, field)), choice(crossed, field, "theirs", theirs));
  return line;
}

function choice(crossed, field, which, text) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-sm", textContent: words.cell[which].replace("%s", text || words.cell.empty) });
  button.dataset.crossed = crossed.key;
  button.dataset.field = field;
  button.dataset.keep = which;
  return button;
}

function fieldWords(crossed, field) {
  const [kind, code] = field.split(":");
  const table = rowOf(crossed)?.closest("table");
  const label = table ? columnsOf(table).find((each) => each.code === code)?.label : "";
  if (kind === "comment") return words.cell.comment;
  return kind === "reason" ? words.cell.reasonOf.replace("%s", label) : label;
}

export function wire(page, { columnOf, sheetOf, choose }) {
  body.addEventListener("click", onClick);
  body.addEventListener("input", (event) => event.target.matches(".ev-search") && arrange());
  for (const [id, field] of [["reason", () => `reason:${column.code}`], ["comment", () => "comment"]]) {
    at(id).addEventListener("input", (event) => {
      fit(event.target);
      if (!sheet?.open || !put(sheet, field(), event.target.value)) return;
      keep(sheet);
      showRow(sheet);
      showNeed();
      changed();
    });
  }
  at("crossing").addEventListener("click", (event) => {
    const { crossed, field, keep: which } = event.target.closest("button")?.dataset ?? {};
    if (crossed) choose(sheets.get(crossed), field, which === "theirs");
  });
  wireDragging(page, columnOf, sheetOf);
}
