import { test as base } from "@playwright/test";

import { findRealElectron } from "#build/real-electron/find.ts";
import { prepareCommand } from "#build/real-electron/report.ts";

import { Desk } from "./desk.ts";
import type { PackedProgram } from "./packed-program.ts";
import { packProgram } from "./packed-program.ts";

/** A test on a real Electron: `desk` for the application during development, `packed` for what a person installs. */
export const test = base.extend<object, { readonly desk: Desk; readonly packed: PackedProgram }>({
  desk: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads here which fixtures this one needs, and takes no other form
    async ({}, use) => {
      const found = findRealElectron();
      if (!found.ok) throw new Error(`Missing: ${found.error.join("; ")}. Try \`${prepareCommand}\`.`);
      await using desk = await Desk.setUp(found.value);
      await use(desk);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  packed: [
    async ({ desk }, use) => {
      await using packed = await packProgram(desk);
      await use(packed);
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
