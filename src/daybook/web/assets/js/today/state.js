// The state of saving, in words, at the head of the page.

import { page } from "./texts.js";

const place = document.getElementById("saved");
const beside = document.getElementById("line-expired");
let lost = false;

// Beside the line, where the eyes are, with a way to sign in that leaves this page as it is.
function lose(now) {
  lost = now;
  if (beside) beside.hidden = !now;
}

function say(words, { waiting = false, act = false } = {}) {
  if (!place) return;
  place.classList.remove("is-quiet");
  place.classList.toggle("is-saving", waiting);
  place.classList.toggle("is-act", act);
  if (place.textContent !== words) place.textContent = words;
}

function clock() {
  return new Date().toTimeString().slice(0, 5);
}

export const told = {
  saving: () => !lost && say(place.dataset.saving, { waiting: true }),
  both: (time) => {
    lose(false);
    say(place.dataset.both.replace("%s", time));
  },
  recorded: () => {
    lose(false);
    say(place.dataset.recorded.replace("%s", clock()));
  },
  local: () => say(place.dataset.local, { waiting: true, act: true }),
  refused: () => say(place.dataset.refused, { act: true }),
  failed: () => say(place.dataset.failed, { act: true }),
  expired: () => {
    lose(true);
    say(`${place.dataset.expired} `, { act: true });
    const way = document.createElement("a");
    way.href = page.dataset.signIn;
    way.textContent = place.dataset.sign;
    place.append(way);
  },
};

export function lostSignIn() {
  return lost;
}
