import { expect, it } from "vitest";

import { readMissingLibraries } from "./find.ts";
import { notRun } from "./report.ts";

it("reads from ldd which libraries Electron would not find", () => {
  const listed = [
    "\tlinux-vdso.so.1 (0x00007ffd)",
    "\tlibgtk-3.so.0 => not found",
    "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)",
    "\tlibgbm.so.1 => not found",
  ].join("\n");
  expect(readMissingLibraries(listed)).toEqual(["libgtk-3.so.0", "libgbm.so.1"]);
});

it("counts tests without an Electron as not run, and names what is missing and the one command that brings it", () => {
  const line = notRun(18, ["the libraries libgbm.so.1", "a display (Xvfb)"]);
  expect(line).toMatch(/^Electron: 18 tests not run; missing: the libraries libgbm\.so\.1; a display \(Xvfb\)\./);
  expect(line).toMatch(/`npm run electron:prepare\b.*`\.$/);
});
