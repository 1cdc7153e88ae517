// The arithmetic of a sheet, in whole hundredths, as the rules have it; shown for orientation, the server reckons.

const NUMBER = /^(\d{1,4})(?:\.(\d{0,2}))?$/;

// What was typed, in hundredths; null where it is no number of at most two places.
export function hundredths(text) {
  const found = NUMBER.exec(text.normalize("NFKC").replace("。", ".").trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

// Whole hundredths with so many places, where they are enough to tell it.
export function written(number, places) {
  const [whole, rest] = [Math.floor(number / 100), String(number % 100).padStart(2, "0")];
  const cut = rest.slice(0, places);
  if (cut.padEnd(2, "0") !== rest) return `${whole}.${rest.replace(/0$/, "")}`;
  return places ? `${whole}.${cut}` : String(whole);
}

// Σ weight × element ÷ divisor, halves up.
export function sheetScore(scores, weights, divisor) {
  const total = scores.reduce((sum, score, place) => sum + score * weights[place], 0);
  return Math.floor((2 * total + divisor) / (2 * divisor));
}

export function bandOf(score, bands) {
  return bands.find(([least]) => score >= least)?.[1] ?? "";
}

// Of scores in order, the middle one, or of the two in the middle the mean, halves up.
export function median(scores) {
  const half = Math.floor(scores.length / 2);
  return scores.length % 2 ? scores[half] : Math.floor((scores[half - 1] + scores[half] + 1) / 2);
}

// What a cell still needs: the names are those of the server.
export function faultOf(text, { reason, cites }, scale) {
  if (!text.trim()) return "missing";
  const score = hundredths(text);
  if (score === null) return "no_number";
  if (score < scale.score_least || score > scale.score_most) return "out_of_range";
  if (score % scale.score_step) return "off_step";
  if (reason) return "";
  if (score < scale.reason_below) return "low";
  return score >= scale.reason_from && !cites ? "reason_required" : "";
}
