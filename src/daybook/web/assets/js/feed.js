// The feed as it is written: new records come in at the top, unless somebody is reading or writing just there.

const FEW = 5; // come in by themselves; of more a button says that they are there
const FRESH = 60_000; // milliseconds a row is marked as new
const RETRY = 5_000; // until a stream that was refused is asked for again
const place = document.getElementById("arriving");
const says = place.dataset;
const status = document.getElementById("live");
const newer = document.querySelector(".newer");
const opener = newer.querySelector("a");

let newest = says.newest;
let mark = says.mark; // up to here it is known what was hidden,
let behind = false; // as long as nothing before was missed
let stream = null;
let retrying = 0;
let waiting = []; // rows that are here, oldest first, and wait for the button
let uncounted = 0; // rows known to be there that must be fetched,
let since = null; // all of them written after this one
let many = false; // more than can be told

// What the page is about ------------------------------------------------------

function fits(row) {
  const within = (list, value) => list === undefined || list.split(" ").filter(Boolean).includes(value);
  return (
    (says.department === undefined || says.department === row.department) &&
    (says.day === undefined || says.day === row.day) &&
    within(says.people, row.person) &&
    within(says.matters, row.matter)
  );
}

const isShown = (row) => document.getElementById(row.id) || waiting.some((each) => each.id === row.id);

// The state, in words ---------------------------------------------------------

function tell(words) {
  if (status.textContent !== words) status.textContent = words;
}

function tellLive() {
  const latest = document.querySelector(".log:not(.is-mute) header time");
  tell(latest ? says.saysLatest.replace("{time}", latest.textContent) : says.saysLive);
}

function tellExpired() {
  tell(says.saysExpired);
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = says.saysSignIn;
  status.append(" ", link);
}

// Rows ------------------------------------------------------------------------

function rowsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.querySelectorAll("article.log")];
}

function isWrittenIn(part) {
  return [...part.querySelectorAll("textarea")].some((field) => field.value || field === document.activeElement);
}

// Whoever writes or marks words here is not disturbed.
function isBusy() {
  const list = place.parentElement;
  const selection = document.getSelection();
  const marks = selection && !selection.isCollapsed && list.contains(selection.anchorNode);
  return marks || isWrittenIn(list);
}

// What one reads stays where it is: what comes in above it pushes nothing.
function keepPlace(change) {
  const read = [...document.querySelectorAll(".log")].find((row) => row.getBoundingClientRect().bottom > 0);
  const reads = read && place.getBoundingClientRect().top < 0;
  const before = reads ? read.getBoundingClientRect().top : 0;
  change();
  if (reads) window.scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
}

// What was hidden goes from the page at once, wherever it stands, whoever is writing just there; what was corrected
// or released comes in its place, unless somebody is writing there.
function hide(rows) {
  const told = new Map(rows.map((row) => [row.id, row]));
  const isMute = (row) => row.classList.contains("is-mute");
  // To which matter an entry belongs is hidden with it.
  const stays = (row) => says.matters === undefined || !isMute(row);
  waiting = waiting.map((each) => told.get(each.id) || each).filter((each) => !told.has(each.id) || stays(each));
  for (const row of rows) {
    const old = document.getElementById(row.id);
    if (!old || (!isMute(row) && isWrittenIn(old))) continue;
    const here = old.contains(document.activeElement);
    if (stays(row)) old.replaceWith(row);
    else old.remove();
    window.htmx?.process(row);
    if (here) row.querySelector("a")?.focus({ preventScroll: true });
  }
}

function age(row) {
  setTimeout(() => {
    row.classList.remove("is-new");
    row.querySelector(".just-now")?.remove();
  }, FRESH);
}

function putIn(rows) {
  const nothing = document.querySelector(".nothing");
  keepPlace(() => {
    for (const row of rows) {
      place.prepend(row);
      window.htmx?.process(row);
      age(row);
    }
  });
  if (rows.length && nothing) nothing.remove();
}

function offer() {
  const count = waiting.length + uncounted;
  newer.hidden = !count && !many;
  const words = count === 1 ? says.saysOne : says.saysNew.replace("{count}", count);
  if (!newer.hidden) opener.textContent = many ? says.saysMany : words;
}

// Rows of one message, oldest first.
function arrive(rows) {
  const unknown = rows.filter((row) => !isShown(row));
  if (isBusy() || waiting.length || uncounted || many || unknown.length > FEW) waiting.push(...unknown);
  else putIn(unknown);
  offer();
}

// What was missed -------------------------------------------------------------

// By itself a page prolongs no session; whoever presses the button is at work.
function ask(after, headers = { "Daybook-Unattended": "yes" }) {
  const address = new URL(says.missed, location.href);
  address.searchParams.set("after", after);
  address.searchParams.set("known", mark);
  return fetch(address, { headers, redirect: "manual", cache: "no-store" });
}

function take(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const answer = template.content.firstElementChild;
  if (answer.dataset.stale !== undefined) location.reload();
  newest = answer.dataset.newest || newest;
  mark = answer.dataset.mark;
  behind = false;
  many = many || answer.dataset.more !== undefined;
  hide([...answer.querySelectorAll(".hidden-since > .log")]);
  return [...answer.querySelectorAll(":scope > .log")].reverse();
}

async function catchUp() {
  try {
    const response = await ask(newest);
    if (response.ok) arrive(take(await response.text()));
    return response.type === "opaqueredirect" ? "expired" : "here";
  } catch {
    return "lost";
  }
}

// The button: everything that waits comes in; where that is too much the page is shown anew.
async function show(event) {
  event.preventDefault();
  const fetched = uncounted && !many ? await ask(since, {}).catch(() => null) : null;
  if (many || (uncounted && !fetched?.ok)) {
    location.assign(opener.href);
    return;
  }
  const rows = fetched ? take(await fetched.text()) : waiting;
  waiting = [];
  uncounted = 0;
  since = null;
  putIn(rows.filter((row) => !isShown(row)));
  offer();
  newer.scrollIntoView({ block: "nearest" });
  place.querySelector(".log a")?.focus({ preventScroll: true });
}

// The stream ------------------------------------------------------------------

function hear(message) {
  const told = JSON.parse(message.data);
  const rows = told.rows.filter(fits);
  if (message.type === "many") {
    since ??= newest;
    uncounted += rows.length;
    many = many || told.more;
    offer();
  } else {
    arrive(rows.flatMap((row) => rowsOf(row.html)));
  }
  newest = told.newest;
  tellLive();
}

function hearHidden(message) {
  const told = JSON.parse(message.data);
  hide(told.rows.flatMap((row) => rowsOf(row.html)));
  if (!behind) mark = told.mark;
  tellLive();
}

function greet(message) {
  tellLive();
  const told = JSON.parse(message.data);
  behind = behind || told.mark !== Number(mark);
  if (told.newest !== newest || behind) catchUp().then(tellLive);
}

// The server lets go of every line after some minutes, to see anew who is there.
function again(message) {
  if (!behind) mark = JSON.parse(message.data).mark;
  close();
  open();
}

async function stumble() {
  if (!stream) return;
  tell(says.saysLost);
  if (stream.readyState !== EventSource.CLOSED) return; // it comes again by itself
  close();
  const state = await catchUp();
  if (state === "expired") tellExpired();
  else retrying = setTimeout(open, RETRY);
}

// Whoever signs out needs no stream any more; whoever then stays after all gets it back.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-leave]")) return;
  close();
  retrying = setTimeout(open, RETRY);
});

function open() {
  if (stream || document.hidden) return;
  stream = new EventSource(says.stream);
  stream.addEventListener("greeting", greet);
  stream.addEventListener("rows", hear);
  stream.addEventListener("many", hear);
  stream.addEventListener("hidden", hearHidden);
  stream.addEventListener("again", again);
  stream.addEventListener("error", stumble);
}

function close() {
  clearTimeout(retrying);
  stream?.close();
  stream = null;
}

// A tab nobody looks at holds no line open: a browser has six for a host.
document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", open);
opener.addEventListener("click", show);
open();
