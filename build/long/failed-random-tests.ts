import { readFileSync } from "node:fs";
import { z } from "zod";

/** An entry of vitest's JSON report. */
const reportSchema = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/** The full names of the failed tests. */
export const failedTests = (reportFile: string): string[] =>
  reportSchema
    .parse(JSON.parse(readFileSync(reportFile, "utf8")))
    .testResults.flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName);
