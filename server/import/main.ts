import { importFiles } from "./import-files.ts";
import { readOptions, usage } from "./options.ts";

const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) {
    console.error(`${options.error}\n\n${usage}`);
    return 2;
  }
  if (options.value === "help") {
    console.log(usage);
    return 0;
  }
  return importFiles(options.value, { print: console.log, complain: console.error });
};

process.exitCode = await main();
