// 评分: people by elements as a spreadsheet, the evidence beside the cell in hand, drafts kept at every key.

import { goToLack, lacks, showAct } from "./scoring/act.js";
import * as evidence from "./scoring/evidence.js";
import * as grid from "./scoring/grid.js";
import * as keeping from "./scoring/keeping.js";
import { columnOf, fillRow, openWorking, sheetOf, showRow } from "./scoring/rows.js";
import { page, put, sheets, words } from "./scoring/sheets.js";
import { showSpread } from "./scoring/spread.js";

const place = document.getElementById("saved");
const button = document.getElementById("sign");

function showAll() {
  showAct();
  showSpread();
}

function typed(cell) {
  const sheet = sheetOf(cell);
  if (sheet?.open && put(sheet, `score:${columnOf(cell).code}`, cell.value)) keeping.keep(sheet);
}

function committed(cell) {
  showRow(sheetOf(cell));
  evidence.refresh();
  showAll();
}

// Signed on a page of its own, once everything has reached the server.
async function sign() {
  if (!button) return;
  if (button.getAttribute("aria-disabled") === "true" && lacks().length) return void goToLack();
  if (await keeping.flushAll()) window.location.assign(button.href);
  else if (place && !place.classList.contains("is-act")) place.textContent = words.cell.unsaved;
}

function wireActs() {
  document.querySelector(".act")?.addEventListener("click", (event) => {
    const way = event.target.closest("a");
    if (way === button && way) event.preventDefault(sign());
    else if (way?.dataset.row) event.preventDefault(goToLack(way.dataset.row, way.dataset.element));
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.activeElement?.blur();
      sign();
    } else if (event.key === "F6" && document.activeElement?.closest("#evidence")) {
      event.preventDefault();
      grid.inHand()?.focus();
    }
  });
  page.addEventListener("click", (event) => event.target.matches(".score-grid .why") && openWorking(event.target));
}

function wireOpinions() {
  for (const text of page.querySelectorAll(".opinions textarea")) {
    text.addEventListener("focus", () => evidence.show(sheetOf(text)));
    text.addEventListener("input", () => {
      const sheet = sheetOf(text);
      if (put(sheet, "comment", text.value)) keeping.keep(sheet);
      showAct();
    });
  }
}

function start() {
  keeping.onChange((sheet) => {
    fillRow(sheet);
    evidence.refresh();
    showAll();
  });
  evidence.onChange(showAct);
  evidence.wire(page, { columnOf, sheetOf, choose: keeping.choose });
  grid.wire({
    enter: (cell) => evidence.show(sheetOf(cell), columnOf(cell)),
    type: typed,
    commit: committed,
    panel: () => document.getElementById("reason").focus(),
  });
  wireOpinions();
  wireActs();
  for (const sheet of sheets.values()) showRow(sheet);
  keeping.recall();
  showAll();
  const wide = window.matchMedia("(min-width: 75rem)").matches;
  // Where the next score is wanted, the keyboard stands ready; a page on a telephone stays at its head.
  if (wide && !window.location.hash) (page.querySelector('.cell:not([readonly])') ?? page.querySelector(".opinions textarea, .cell"))?.focus({ preventScroll: true });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

if (page) start();
