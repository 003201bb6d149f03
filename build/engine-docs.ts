/** `npm run engine-docs`: draws the life cycles of the engine into docs/engine.md, from the tables it steps through. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { lifeCycles } from "@countersign/shared/engine/life-cycles.ts";

import { withLifeCycles } from "./engine-docs/page.ts";

const path = resolve(import.meta.dirname, "../docs/engine.md");
writeFileSync(path, withLifeCycles(readFileSync(path, "utf8"), lifeCycles));
