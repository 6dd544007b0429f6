/* Prepares plotly.js's bundle for a first visit: the same program, read once (docs/performance.md has the figures).
   `node tools/quicken_plotly.mjs FILE` changes the file; it needs acorn, and stops where the bundle is not as it expects.

   A browser reads a function twice where it cannot know that it is called at once: quickly when it finds it, then in full when it is
   called, and the second time the page waits. Brackets round a function say that it is called at once; here round the whole bundle and
   round each module inside it. */
import { parse } from "acorn";
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
/** @type {[at: number, text: string][]} */
const added = [];
/** @param {{ start: number, end: number }} node */
const bracket = ({ start, end }) => { if (source[start - 2] !== "(") added.push([start, "("], [end, ")"]); };

/** @param {any} node @param {(node: any) => void} look */
function walk(node, look) {
  if (node.type) look(node);
  for (const part of Object.values(node)) if (part && typeof part === "object") walk(part, look);
}
const isFunction = (node) => node?.type === "ArrowFunctionExpression" && node.body.type === "BlockStatement";

const program = parse(source, { ecmaVersion: "latest" });
const wrapper = program.body[0].expression;
if (program.body.length !== 1 || wrapper?.type !== "CallExpression" || !isFunction(wrapper.arguments[1])) throw new Error("The bundle has another wrapper.");
bracket(wrapper.arguments[1]);

/** The calls of one name with one function; the bundler's own name is that with most of them. @type {Map<string, any[]>} */
const calls = new Map();
walk(program, ({ type, callee, arguments: given }) => {
  if (type === "CallExpression" && callee.type === "Identifier" && given.length === 1 && isFunction(given[0]) && given[0].params.length <= 2)
    calls.set(callee.name, [...(calls.get(callee.name) ?? []), given[0]]);
});
const modules = [...calls.values()].sort((a, b) => b.length - a.length)[0];
if (!(modules?.length > 100)) throw new Error("The modules inside the bundle were not found.");
modules.forEach(bracket);

const parts = [];
let from = 0;
for (const [at, text] of added.sort(([a], [b]) => a - b)) {
  parts.push(source.slice(from, at), text);
  from = at;
}
writeFileSync(file, parts.join("") + source.slice(from));
console.log(`Brackets round ${modules.length} modules and the whole.`);
