// What in a bundled style sheet or script the oldest browser we serve does not know, by the compatibility
// tables of MDN. Whatever is newer and is listed here below carries no meaning: without it a page looks
// a little plainer and reads the same.

import { readFileSync } from "node:fs";

const HARMLESS = new Map([
  ["text-wrap", "evens out the lines of a heading"],
  ["text-wrap-style", "evens out the lines of a heading"],
  ["text-autospace", "a hair of space between Chinese and digits"],
  ["text-spacing-trim", "half a width before an opening mark that begins a line"],
  ["font-size-adjust", "evens out fallback fonts"],
  ["scrollbar-color", "colour of a scroll bar"],
  ["scrollbar-width", "width of a scroll bar"],
  ["scrollbar-gutter", "room beside a scroll bar"],
  ["print-color-adjust", "stands beside -webkit-print-color-adjust"],
  ["color-adjust", "stands beside -webkit-print-color-adjust"],
  ["size", "descriptor of @page, known for long"],
  ["rect", "of the old clip property, known for long"],
  ["mask", "stands beside -webkit-mask"],
  ["mask-image", "stands beside -webkit-mask-image"],
  ["mask-size", "stands beside -webkit-mask-size"],
  ["mask-repeat", "stands beside -webkit-mask-repeat"],
  ["mask-position", "stands beside -webkit-mask-position"],
  ["hyphenate-character", "sign at the end of a broken word"],
  ["word-break:auto-phrase", "breaks lines between phrases"],
]);
// Known to MDN only as non-standard or vendor's own, and not needed by any browser we serve.
const FOREIGN = /^-(moz|ms|o|apple)-|^(?:zoom|filter|behavior|speak)$/;

const data = JSON.parse(readFileSync("node_modules/@mdn/browser-compat-data/data.json", "utf8"));

function since(compat) {
  const support = [compat?.__compat?.support?.chrome ?? []].flat();
  const plain = support.filter((entry) => !entry.flags && !entry.partial_implementation && entry.version_added);
  const versions = plain.map((entry) => parseFloat(String(entry.version_added).replace("≤", "")));
  return versions.length ? Math.min(...versions) : undefined;
}

function tooNew(compat, floor) {
  if (!compat?.__compat) return false;
  const version = since(compat);
  return version === undefined || version > floor;
}

function unique(text, pattern) {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1].toLowerCase()))];
}

function types() {
  const named = {};
  const walk = (node, depth) => {
    for (const [name, child] of Object.entries(node)) {
      if (name === "__compat") continue;
      named[name] ??= child;
      if (depth) walk(child, depth - 1);
    }
  };
  walk(data.css.types, 2);
  return named;
}

/** Properties, at-rules, selectors, functions and units of a style sheet that came after `floor`. */
export function newerStyle(text, floor) {
  const bare = text.replace(/\/\*.*?\*\//gs, "").replace(/url\([^)]*\)|"[^"]*"|'[^']*'/g, '""');
  const kinds = [
    ["property", /[{;]\s*(-?[a-z][a-z-]*)\s*:(?!:)/g, data.css.properties],
    ["at-rule", /@([a-z-]+)/g, data.css["at-rules"]],
    ["selector", /:([a-z][a-z-]*)(?=[^{};]*\{)/g, data.css.selectors],
    ["function", /\b([a-z][a-z-]*)\(/g, types()],
  ];
  const found = kinds.flatMap(([kind, pattern, table]) =>
    unique(bare, pattern)
      .filter((name) => !name.startsWith("--") && !FOREIGN.test(name) && !HARMLESS.has(name))
      .filter((name) => tooNew(table[name] ?? (kind === "function" ? table[name.replace(/-/g, "_")] : null), floor))
      .map((name) => `${kind} ${name} needs a browser newer than Chromium ${floor}`),
  );
  const nested = /[{;}]\s*&/.test(bare) ? [`nested rules need a browser newer than Chromium ${floor}`] : [];
  return [...found, ...nested];
}

/** Built-in methods called in a script that came after `floor`, where no older built-in has the name. */
export function newerScript(text, floor) {
  const old = new Set();
  const newer = new Set();
  for (const [owner, members] of Object.entries(data.javascript.builtins)) {
    for (const [name, compat] of Object.entries(members)) {
      if (!/^[a-z]\w+$/i.test(name) || !compat.__compat) continue;
      const statics = /^(Object|Promise|Array|Map)$/.test(owner) ? [`${owner}.${name}`] : [];
      for (const key of [name, ...statics]) (tooNew(compat, floor) ? newer : old).add(key);
    }
  }
  const called = new Set([...text.matchAll(/(?:\b([A-Z]\w+))?\??\.([a-zA-Z]\w+)\(/g)].map((m) => m[2]));
  const late = ["showPopover", "hidePopover", "togglePopover", "startViewTransition", "moveBefore", "requestClose"];
  return [...called]
    .filter((name) => (newer.has(name) && !old.has(name)) || late.includes(name))
    .map((name) => `method ${name}() needs a browser newer than Chromium ${floor}`);
}
