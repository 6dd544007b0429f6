/* Bundles the page's scripts and styles into assets/dist/, which is committed: running the dashboard needs no npm.
   `node frontend/build.mjs [folder]` writes into another folder, as the test does that compares. */
import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = process.argv[2] ?? fileURLToPath(new URL("../assets/dist", import.meta.url));

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome109", "firefox115", "safari16.4"],
  legalComments: "inline",
  logLevel: "info",
  outdir,
};
const banner = "/* Built from frontend/ by `make frontend`: edit there. */";

/** The licences of the packages inside a bundle. */
async function notices(inputs) {
  const packages = [...new Set(Object.keys(inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean))].sort();
  const parts = await Promise.all(packages.map(async (name) => {
    const folder = join(here, "../node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    return `${"=".repeat(80)}\n${name} ${version} (${license})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
  }));
  return `Packages inside page.js, each with its licence.\n\n${parts.join("\n")}`;
}

// Plain scripts, not modules: a page opened from disk may not load modules.
const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: ["before_paint.js", "page.js", "standalone.js", "embed.js", "presenter.js", "corrections.js"],
  format: "iife",
  banner: { js: banner },
});
await build({
  ...common,
  external: ["../fonts/*"], // beside the built sheets, and served with them
  entryPoints: ["css/page.css", "css/standalone.css", "css/embed.css", "css/presenter.css", "css/corrections.css", "css/fonts.css"],
  entryNames: "[name]",
  banner: { css: banner },
});
// What the scripts say: each text that is given to t(…), or to plural(…) for one and for many (state/words.js).
const TEXT = String.raw`("(?:[^"\\]|\\.)*"|\x60[^\x60$]*\x60)`;
const read = (quoted) => (quoted[0] === '"' ? JSON.parse(quoted) : quoted.slice(1, -1));
const messages = new Map();
for (const path of Object.keys(metafile.inputs).filter((one) => !one.includes("node_modules")).sort()) {
  const source = await readFile(join(here, path), "utf8");
  for (const [, one] of source.matchAll(new RegExp(String.raw`(?<![\w.])t\(\s*${TEXT}`, "g"))) messages.set(read(one), read(one));
  for (const [, one, many] of source.matchAll(new RegExp(String.raw`(?<![\w.])plural\(\s*${TEXT},\s*${TEXT}`, "g"))) messages.set(read(one), [read(one), read(many)]);
}
await writeFile(join(outdir, "words.json"), `${JSON.stringify([...messages.values()], null, 0).replaceAll('","', '",\n"')}\n`);
await writeFile(join(outdir, "NOTICES.txt"), await notices(metafile.inputs));
