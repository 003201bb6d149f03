import { cp } from "node:fs/promises";
import { join } from "node:path";

import { giveToPerson } from "#build/real-electron/person.ts";
import { packApplication } from "#main/hosts/electron/testing/packed-application.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import type { Desk } from "./desk.ts";
import type { Program, StartOptions } from "./program.ts";
import { startProgram } from "./program.ts";

/** The built application, packed by electron-builder. */
export interface PackedProgram extends AsyncDisposable {
  readonly folder: string;
  start(args: readonly string[], options?: StartOptions): Program;
}

export const packProgram = async (desk: Desk): Promise<PackedProgram> => {
  const { distribution, version } = desk.electron;
  const project = await temporaryFolder();
  await cp(desk.built, project.path, { recursive: true });
  const folder = await packApplication(project.path, { folder: distribution, version });
  giveToPerson(project.path);
  return {
    folder,
    start: (args, options) => startProgram(desk.environment, join(folder, "countersign"), args, options),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
};
