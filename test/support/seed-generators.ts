import fc from "fast-check";

import { generatorsOf } from "./generators.ts";

const { seed, cases } = generatorsOf(process.env);

// Before each test file: none chooses a number or a seed of its own.
fc.configureGlobal({ seed, numRuns: cases });
