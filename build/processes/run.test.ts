import { expect, it } from "vitest";

import { runProcess } from "./run.ts";

const run = (script: string, stop = new AbortController().signal) =>
  runProcess(process.execPath, ["-e", script], { cwd: import.meta.dirname, isShown: false, stop });

it("tells what a process said, on both of its outputs, and whether it was green", async () => {
  expect(await run("console.log('out'); console.error('err')")).toEqual({ isGreen: true, output: "out\nerr\n" });
  expect(await run("console.log('out'); process.exitCode = 1")).toEqual({ isGreen: false, output: "out\n" });
});

it("ends a process that is to stop, and begins none after that", async () => {
  const stop = new AbortController();
  const running = run("setInterval(() => {}, 1_000)", stop.signal);
  stop.abort();
  expect(await running).toEqual({ isGreen: false, output: "" });
  expect(await run("console.log('began')", stop.signal)).toEqual({ isGreen: false, output: "" });
});
