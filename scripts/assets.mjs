// Bundle the style sheet and the scripts into src/daybook/web/static/daybook/dist, each under a name that
// carries its content's hash, with manifest.json telling the name a template uses from the name on disk.
// The build fails where a style or a script needs a browser newer than the oldest we serve.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build } from "esbuild";
import { transform } from "lightningcss";

import { newerScript, newerStyle } from "./browser_floor.mjs";

const SOURCES = "src/daybook/web/assets";
const TARGET = "src/daybook/web/static/daybook/dist";
const CHROMIUM = 109;
const COMMON = {
  bundle: true,
  minify: true,
  write: false,
  target: `chrome${CHROMIUM}`,
  loader: { ".svg": "dataurl", ".woff2": "file" },
  nodePaths: ["node_modules"],
  logLevel: "warning",
};

async function bundleStyle(entry) {
  const result = await build({ ...COMMON, entryPoints: [entry], outdir: TARGET });
  const bundled = result.outputFiles.find((file) => file.path.endsWith(".css"));
  const lowered = transform({
    filename: entry,
    code: Buffer.from(bundled.contents),
    minify: true,
    targets: { chrome: CHROMIUM << 16 },
  }).code;
  const hash = createHash("sha256").update(lowered).digest("hex").slice(0, 10);
  const name = basename(entry, ".css");
  return [{ source: `${name}.css`, name: `${name}-${hash}.css`, contents: lowered }];
}

async function bundleScripts(entries) {
  if (!entries.length) return [];
  const result = await build({
    ...COMMON,
    entryPoints: entries,
    outdir: TARGET,
    format: "esm",
    splitting: true,
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
  });
  return result.outputFiles.map((file) => {
    const name = relative(TARGET, relative(process.cwd(), file.path));
    const entry = result.metafile.outputs[`${TARGET}/${name}`]?.entryPoint;
    return { source: entry ? basename(entry) : null, name, contents: Buffer.from(file.contents) };
  });
}

// A running server goes on serving what it began with: the bundles of the last build stay until the next one.
function dropOlderThanLast(files) {
  const last = existsSync(`${TARGET}/manifest.json`) ? Object.values(JSON.parse(readFileSync(`${TARGET}/manifest.json`))) : [];
  const kept = [...last, ...files.map((file) => file.name)];
  for (const name of existsSync(TARGET) ? readdirSync(TARGET) : []) {
    if (name !== "manifest.json" && !kept.some((each) => name === each || name.startsWith(`${each}.`))) rmSync(join(TARGET, name));
  }
}

function write(files) {
  dropOlderThanLast(files);
  mkdirSync(TARGET, { recursive: true });
  for (const { name, contents } of files) {
    writeFileSync(join(TARGET, name), contents);
    writeFileSync(join(TARGET, `${name}.gz`), gzipSync(contents, { level: 9 }));
    writeFileSync(join(TARGET, `${name}.br`), brotliCompressSync(contents));
  }
  const manifest = Object.fromEntries(files.map((file) => [file.source ?? file.name, file.name]));
  writeFileSync(join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function faults(files) {
  return files.flatMap(({ source, name, contents }) => {
    const find = name.endsWith(".css") ? newerStyle : newerScript;
    return find(contents.toString("utf8"), CHROMIUM).map((fault) => `${source ?? name}: ${fault}`);
  });
}

const scripts = existsSync(`${SOURCES}/js`)
  ? readdirSync(`${SOURCES}/js`).filter((name) => name.endsWith(".js")).sort()
  : [];
const files = [
  ...(await bundleStyle(`${SOURCES}/daybook.css`)),
  ...(await bundleScripts(scripts.map((name) => `${SOURCES}/js/${name}`))),
];
const found = faults(files);
if (found.length) {
  console.error(found.join("\n"));
  process.exit(1);
}
write(files);
for (const { name, contents } of files) {
  console.log(`${name}: ${contents.length} bytes, ${brotliCompressSync(contents).length} compressed`);
}
