import { importFiles } from "./import-files.ts";
import { readImportOptions, importUsage } from "./options.ts";

const main = async (): Promise<number> => {
  const options = readImportOptions(process.argv.slice(2));
  if (!options.ok) {
    console.error(`${options.error}\n\n${importUsage}`);
    return 2;
  }
  if (options.value === "help") {
    console.log(importUsage);
    return 0;
  }
  return importFiles(options.value, { print: console.log, complain: console.error });
};

process.exitCode = await main();
