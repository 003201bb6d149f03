/** What people and systems start of the product. All that ships is reached from here. */
export const programs: readonly string[] = [
  "server/main.ts",
  "server/import/main.ts",
  "server/backup/main.ts",
  "server/network/main.ts",
  "main/hosts/electron/main.ts",
  "main/hosts/electron/preload.ts",
  "main/hosts/browser/main.ts",
  "renderer/main.tsx",
];
