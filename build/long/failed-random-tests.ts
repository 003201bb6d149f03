import { readFileSync } from "node:fs";
import { z } from "zod";

/** What vitest's JSON report says of each test. */
const reportSchema = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/** The whole names of the tests that failed. */
export const failedTests = (reportFile: string): string[] =>
  reportSchema
    .parse(JSON.parse(readFileSync(reportFile, "utf8")))
    .testResults.flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName);
