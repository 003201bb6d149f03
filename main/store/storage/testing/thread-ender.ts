// Usage: thread-ender.ts <database>
// Ends checkpoint threads at every moment of their work, and prints a line when all have ended.
import { DatabaseSync } from "node:sqlite";
import { CheckpointThread } from "../checkpoint-thread.ts";

const [path = ""] = process.argv.slice(2);
const database = new DatabaseSync(path);
database.exec("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number)");
for (let round = 0; round < 40; round++) {
  const thread = new CheckpointThread(path);
  await thread.run();
  void thread.run();
  // Busy, so that nothing of the thread is heard of before its end.
  for (const until = performance.now() + (round % 20) / 10; performance.now() < until;);
  await thread.end();
}
database.close();
process.stdout.write("ended\n");
