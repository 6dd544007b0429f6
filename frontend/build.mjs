/* Bundles the page's scripts and styles into assets/dist/, which is committed: running the dashboard needs no npm.
   `node frontend/build.mjs [folder]` writes into another folder, as the test does that compares. */
import { build } from "esbuild";
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

// Plain scripts, not modules: a page opened from disk may not load modules.
await build({
  ...common,
  entryPoints: ["page.js", "standalone.js", "presenter.js", "corrections.js"],
  format: "iife",
  banner: { js: banner },
});
await build({
  ...common,
  entryPoints: ["css/page.css", "css/standalone.css", "css/presenter.css", "css/corrections.css"],
  entryNames: "[name]",
  banner: { css: banner },
});
