import { readdir } from "node:fs/promises";

import type { Torture } from "./torture.ts";

/** Each folder beside this file is a torture; its `tortures.ts` names the scenarios. */
export const allTortures = async (): Promise<readonly Torture[]> => {
  const folders = (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const modules = await Promise.all(
    folders.map(
      async ({ name }) => (await import(`./${name}/tortures.ts`)) as { readonly tortures: readonly Torture[] },
    ),
  );
  return modules.flatMap(({ tortures }) => tortures);
};
