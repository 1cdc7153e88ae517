// Throwing a draft away: only as it was last seen here. What another window wrote in it since stays, and is shown.

import { ask } from "./asking.js";
import * as rows from "./rows.js";
import * as texts from "./texts.js";

// Answers with what stands instead of what was seen, if anything does.
export async function discard(key, version) {
  if (!(version > 0)) return null;
  const address = texts.page.dataset.discard.replace("KEY", encodeURIComponent(key));
  const answer = await ask(address, { day: texts.day, version });
  return answer.status === 409 ? JSON.parse(answer.body) : null;
}

// The rows as they stand, and by the one that stayed the sentence why; `place` is the row's mark.
export async function showStanding(place, theirs) {
  await rows.reload();
  const row = rows.rowOf(place);
  if (!row) return;
  const told = document.createElement("p");
  told.className = "fault";
  told.setAttribute("role", "alert");
  told.textContent = theirs.message;
  row.querySelector("td").append(told);
}
