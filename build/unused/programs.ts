/** The product's programs. Everything that is shipped is reached from here. */
export const programs: readonly string[] = [
  "server/node/main.ts",
  "server/programs/import/main.ts",
  "server/programs/backup/main.ts",
  "server/programs/found/main.ts",
  "main/hosts/electron/main.ts",
  "main/hosts/electron/preload.ts",
  "main/hosts/browser/main.ts",
  "renderer/main.tsx",
];
