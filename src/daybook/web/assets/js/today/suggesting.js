// A light list of completions under an input: places, colleagues, plan items and matters.
// Arrows choose, Tab or Enter takes the chosen one, Escape closes. Nothing is chosen by itself, so Enter still sends.

import { ask } from "./asking.js";
import { page, day } from "./texts.js";

const PAUSE = 120;
const KNOWN = new Map();
let list = null;
let owner = null;
let timer = 0;

// What is being completed at the caret: the field, the part typed, where it begins.
function wish(input) {
  const before = input.value.slice(0, input.selectionStart);
  const field = input.dataset.suggest;
  if (field === "place") return { field, text: before, start: 0, after: "" };
  if (field === "people") {
    const [part] = before.match(/[^、，,；;\s]*$/);
    return { field, text: part, start: before.length - part.length, after: "" };
  }
  const sign = before.match(/(?:^|\s)([#＃@＠])([^\s#＃@＠、]*)$/) ?? before.match(/()(?:^|\s)与(?:[^\s、]+、)*([^\s、]*)$/);
  if (sign) {
    const about = sign[1] === "#" || sign[1] === "＃" ? "matter" : "people";
    return { field: about, text: sign[2], start: before.length - sign[2].length, after: " " };
  }
  const second = before.match(/^\s*[\d:：点半至到~～\-–—.]*\d[\d:：点半]*\s+([^\s]*)$/);
  return second ? { field: "place", text: second[1], start: before.length - second[1].length, after: " " } : null;
}

export function close() {
  list?.remove();
  list = null;
  owner?.removeAttribute("aria-activedescendant");
  owner?.setAttribute("aria-expanded", "false");
  owner = null;
}

async function open(input) {
  const now = wish(input);
  if (!now) return close();
  const found = await look(now.field, now.text);
  const still = wish(input);
  if (document.activeElement !== input || still?.text !== now.text || still?.field !== now.field) return undefined;
  if (!found.length || (found.length === 1 && found[0].value === now.text)) return close();
  return show(input, now, found);
}

async function look(field, text) {
  const query = new URLSearchParams({ field, q: text, day });
  const address = `${page.dataset.suggest}?${query}`;
  if (!KNOWN.has(address)) {
    const answer = await ask(address);
    if (!answer.ok) return [];
    KNOWN.set(address, JSON.parse(answer.body).found);
  }
  return KNOWN.get(address);
}

function show(input, now, found) {
  close();
  owner = input;
  list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels?.[0]?.textContent || "");
  found.forEach((each, index) => {
    const option = document.createElement("li");
    option.id = `suggestion-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = each.label;
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      accept(input, now, each.value);
    });
    option.accept = () => accept(input, now, each.value);
    list.append(option);
  });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", "suggestions");
  input.setAttribute("aria-expanded", "true");
  // Under the line the list and what was understood are both to be seen.
  (input.id === "line" ? document.getElementById("line-help") : input.closest("div")).append(list);
}

function accept(input, now, value) {
  const rest = input.value.slice(input.selectionStart);
  const head = input.value.slice(0, now.start) + value + (rest.startsWith(" ") ? "" : now.after);
  input.value = head + rest;
  input.setSelectionRange(head.length, head.length);
  close();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function chosen() {
  return list?.querySelector('[aria-selected="true"]');
}

function move(step) {
  const options = [...list.children];
  const at = options.indexOf(chosen());
  options[at]?.setAttribute("aria-selected", "false");
  const next = options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length];
  next.setAttribute("aria-selected", "true");
  owner.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

// Answers whether the key was for the list.
export function onKey(event) {
  if (!list || event.target !== owner || event.isComposing || event.keyCode === 229) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === "Tab") && chosen()) chosen().accept();
  else return false;
  event.preventDefault();
  // The line must not take the Enter that chose a name for the one that sends it.
  event.stopPropagation();
  return true;
}

page?.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.suggest && input.id !== "line") return;
  clearTimeout(timer);
  if (event.isComposing) return;
  timer = setTimeout(() => open(input), PAUSE);
});
page?.addEventListener("focusout", (event) => event.target === owner && close());
