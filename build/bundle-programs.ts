// Usage: bundle-programs.ts FOLDER
// In a process of its own: building sets NODE_ENV to production, and everything that is started afterwards would inherit it.
import { bundlePrograms } from "./gate/bundle-programs.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Usage: bundle-programs.ts FOLDER");
await bundlePrograms(folder);
