import fc from "fast-check";

import { generatorsOf } from "./generators.ts";

const { seed, cases } = generatorsOf(process.env);

// Runs before each test file, so that none chooses a number of cases or a seed of its own.
fc.configureGlobal({ seed, numRuns: cases });
