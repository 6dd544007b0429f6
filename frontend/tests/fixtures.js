/* What the server's own functions say, written by `python -m tests.frontend.fixtures` (`make frontend` does it). */
import { readFileSync } from "node:fs";

export const fixtures = JSON.parse(readFileSync(new URL("./fixtures.json", import.meta.url), "utf8"));
