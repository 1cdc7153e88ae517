// 测评票: people by virtues with the keyboard or a finger, kept in this browser alone until it is cast.

import { read, wipe, write } from "./today/stored.js";

const form = document.getElementById("ballot");
const voted = document.getElementById("voted");
const about = (form ?? voted)?.dataset;
// Under the person's number: signing out wipes it, as every text (see daybook.js).
const kept = about ? `daybook:${encodeURIComponent(about.person)}:ballot:${about.year}` : "";
const words = form ? JSON.parse(document.getElementById("words").textContent) : {};
const rows = form ? [...form.querySelectorAll("tbody tr")] : [];
const groups = form ? [...form.querySelectorAll("fieldset.choice")] : [];
const ask = document.getElementById("ask");
const LONGEST = 3; // names told of those who are not rated in full

const given = (group) => group.querySelector("input:checked")?.value ?? "";
const lacking = (row) => [...row.querySelectorAll("fieldset.choice")].filter((group) => !given(group)).length;
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

function remember() {
  const options = Object.fromEntries(
    groups.map((group) => [group.querySelector("input").name, given(group)]).filter(([, letter]) => letter),
  );
  write(kept, { options });
}

function recall() {
  const options = read(kept)?.options ?? {};
  for (const [name, letter] of Object.entries(options)) {
    const radios = form.elements[name];
    if (radios) radios.value = letter;
  }
}

function showProgress() {
  const open = rows.filter((row) => lacking(row));
  const progress = document.getElementById("progress");
  const left = document.getElementById("left");
  progress.textContent = open.length ? fill(words.toDo, { count: open.length }) : "";
  const begun = groups.some(given);
  if (!open.length) left.textContent = words.allDone;
  else if (begun) {
    const told = open.slice(0, LONGEST).map((row) => fill(words.lacks, { name: row.dataset.name, count: lacking(row) }));
    left.textContent = told.join(words.comma) + (open.length > LONGEST ? words.more : "");
  }
  for (const group of groups) if (given(group)) group.classList.remove("is-empty");
}

function choose(group, letter) {
  const input = group.querySelector(`input[value="${letter}"]`);
  if (!input) return;
  input.checked = true;
  changed();
  go(groups.indexOf(group) + 1);
}

function changed() {
  ask.hidden = true; // what it asked about is another now
  remember();
  showProgress();
}

function go(place) {
  const group = groups[place];
  if (!group) return void document.getElementById("cast").focus();
  const input = group.querySelector("input:checked") ?? group.querySelector("input");
  input.focus();
  group.scrollIntoView({ block: "nearest" });
}

function letterOf(key) {
  const place = Number.parseInt(key, 10);
  return words.letters[place - 1] ?? words.letters.find((letter) => letter === key.toUpperCase());
}

function wireKeys() {
  form.addEventListener("keydown", (event) => {
    const group = event.target.closest("fieldset.choice");
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = groups.indexOf(group);
    const wide = groups.length / rows.length;
    const letter = event.key.length === 1 ? letterOf(event.key) : undefined;
    if (letter) choose(group, letter);
    else if (event.key === "ArrowDown" && place + wide < groups.length) go(place + wide);
    else if (event.key === "ArrowUp" && place >= wide) go(place - wide);
    else if (event.key === "Enter") go(place + 1);
    else if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
  });
}

// What a flat list is the policy says; it is asked about once, as what is left open is, and then accepted.
function question() {
  const open = rows.filter((row) => lacking(row)).length;
  const letters = new Set(groups.map((group) => given(group) || "-"));
  const flat = rows.length > words.flatOver && letters.size === 1 && !letters.has("-");
  return [flat ? words.askFlat : "", open ? fill(words.askMissing, { count: open }) : ""].filter(Boolean).join("");
}

function wireCasting() {
  form.addEventListener("submit", (event) => {
    const text = event.submitter?.id === "sure" ? "" : question();
    if (text) {
      event.preventDefault();
      for (const group of groups) group.classList.toggle("is-empty", !given(group));
      document.getElementById("ask-what").textContent = text;
      ask.hidden = false;
      ask.focus();
      ask.scrollIntoView({ block: "nearest" });
    }
  });
  document.getElementById("look").addEventListener("click", () => {
    ask.hidden = true;
    const first = groups.findIndex((group) => !given(group));
    go(Math.max(first, 0));
  });
}

function start() {
  recall();
  showProgress();
  wireKeys();
  wireCasting();
  form.addEventListener("change", changed);
  if (!ask.hidden) ask.focus();
  const first = groups.findIndex((group) => !given(group));
  if (window.matchMedia("(min-width: 75rem)").matches && ask.hidden && first >= 0) {
    (groups[first].querySelector("input:checked") ?? groups[first].querySelector("input")).focus({ preventScroll: true });
  }
}

if (form) start();
else if (voted) wipe(kept);
