// One's own scores beside the bureau's: dots over its bars, a column of its table, a sentence.

import { scoreOf } from "./rows.js";
import { said, sheets, words } from "./sheets.js";
import { median, written } from "./sums.js";

const section = document.getElementById("spread-section");
const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 5;

export function showSpread() {
  if (!section) return;
  const scores = [...sheets.values()].map(scoreOf).filter((score) => score !== null);
  scores.sort((one, other) => one - other);
  const edges = section.dataset.edges.split(" ").map((edge) => Number(edge) * 100);
  section.querySelector(".plot").classList.toggle("is-empty", !scores.length && !section.querySelector(".bar"));
  document.getElementById("dots").replaceChildren(...scores.map((score) => dot(score, edges)));
  section.querySelectorAll("[data-own]").forEach((cell, place) => {
    const count = scores.filter((score) => edges.filter((edge) => score >= edge).length === place).length;
    cell.textContent = count || "—";
  });
  const about = scores.length && { n: scores.length, least: written(scores[0], 2), most: written(scores.at(-1), 2), median: written(median(scores), 2) };
  const phrase = [words.cell.ownNone, words.cell.ownOne][scores.length] ?? words.cell.own;
  document.getElementById("own-spread").textContent = said(phrase, about || {});
  const dots = document.getElementById("dots-words");
  if (dots) dots.hidden = !scores.length;
}

// Within a bar by its score; below the first edge and from the last on in the middle.
function dot(score, edges) {
  const place = edges.filter((edge) => score >= edge).length;
  const [low, high] = [edges[place - 1], edges[place]];
  const part = low === undefined || high === undefined ? 0.5 : (score - low) / (high - low);
  const circle = document.createElementNS(SVG, "circle");
  const pitch = Number(section.dataset.pitch);
  circle.setAttribute("class", "dot");
  circle.setAttribute("cx", (Number(section.dataset.left) + pitch * (place + part)).toFixed(1));
  circle.setAttribute("cy", Number(section.dataset.base) - RADIUS - 3);
  circle.setAttribute("r", RADIUS);
  return circle;
}
