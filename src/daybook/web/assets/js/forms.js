// Many forms as one archive: it is read as it comes, so that one sees how far it is. Without this script the
// browser saves the same answer by itself.

// Every file of the archive begins so: a local header of a stream, with a name in UTF-8 or plain letters.
const START = [0x50, 0x4b, 0x03, 0x04];
const STREAMED = 0x08; // the bit of the flags that tells a stream
const HEADER = 8; // bytes of a header that tell it

// How many files begin in the bytes; the last few may belong to a header that the next piece ends.
function counter() {
  let before = new Uint8Array(0);
  return (piece) => {
    const bytes = new Uint8Array(before.length + piece.length);
    bytes.set(before);
    bytes.set(piece, before.length);
    let found = 0;
    for (let at = bytes.indexOf(START[0]); at >= 0 && at + HEADER <= bytes.length; at = bytes.indexOf(START[0], at + 1)) {
      const begins = START.every((byte, place) => bytes[at + place] === byte);
      if (begins && bytes[at + 6] & STREAMED) found += 1;
    }
    before = bytes.slice(Math.max(0, bytes.length - HEADER + 1));
    return found;
  };
}

function nameOf(answer) {
  const told = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
  return told ? decodeURIComponent(told[1]) : "forms.zip";
}

function save(pieces, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(pieces, { type: "application/zip" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const form = document.getElementById("forms");
const stop = document.getElementById("stop");
const bar = document.getElementById("progress");
const made = document.getElementById("made");
let running = null;

function say(what, count = 0) {
  made.hidden = false;
  made.textContent = form.dataset[what].replace("{count}", count).replace("{all}", form.dataset.count);
}

function show(isRunning) {
  stop.hidden = !isRunning;
  bar.parentElement.hidden = !isRunning;
  made.classList.toggle("is-saving", isRunning);
  form.querySelector("[type=submit], .btn-primary").setAttribute("aria-disabled", String(isRunning));
}

async function take() {
  const given = { method: "POST", body: new FormData(form), signal: running.signal };
  const answer = await fetch(form.action, given);
  if (!answer.ok || answer.redirected || !answer.body) return window.location.reload();
  const [reader, count, pieces] = [answer.body.getReader(), counter(), []];
  let files = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    files += count(next.value);
    bar.value = files;
    say("progress", files);
  }
  if (files < Number(form.dataset.count)) return say("broken", files);
  save(pieces, nameOf(answer));
  return say("done", files);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (running) return;
  running = new AbortController();
  bar.value = 0;
  show(true);
  say("progress", 0);
  try {
    await take();
  } catch (fault) {
    say(fault.name === "AbortError" ? "stopped" : "broken", bar.value);
  } finally {
    running = null;
    show(false);
  }
});

stop?.addEventListener("click", () => running?.abort());
