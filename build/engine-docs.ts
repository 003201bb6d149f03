/** `npm run engine-docs`: draws the engine's life cycles into docs/engine.md from their tables. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { lifeCycles } from "@countersign/shared/engine/life-cycles.ts";

import { withLifeCycles } from "./engine-docs/page.ts";

const path = resolve(import.meta.dirname, "../docs/engine.md");
writeFileSync(path, withLifeCycles(readFileSync(path, "utf8"), lifeCycles));
