// Usage: opener.ts <settings as JSON>
// Opens a person's store as a start of the application does, makes decisions, and prints the numbers and ids of all it holds.
import { v7 } from "uuid";
import { z } from "zod";

import { createStorage, damagedFilesIn } from "#main/storage.ts";
import { openStore } from "#main/store/open-store.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";

import { databaseName, ringWith } from "./entries.ts";
import { killAtStep } from "./steps.ts";

const settings = z
  .object({
    directory: z.string(),
    key: z.string(),
    decisions: z.int(),
    /** Whether it runs until it is killed. */
    stays: z.boolean(),
    killAtStep: z.int(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));
const ring = settings.key === "" ? undefined : ringWith(settings.key);
const personId = personIdSchema.parse("person");
const clock = { now: () => instantFromDate(new Date()) };

killAtStep(settings.killAtStep);
const { store } = await openStore(
  { name: databaseName, storage: createStorage(settings.directory, ring), ids: { next: () => v7() }, personId },
  damagedFilesIn(settings.directory, clock, ring),
);
for (let deviceSeq = 1; deviceSeq <= settings.decisions; deviceSeq += 1) {
  const command = commandSchema.parse({
    id: v7(),
    type: "comment-on-order",
    payload: { orderId: "order", text: "x".repeat(100 * deviceSeq) },
    actorId: personId,
    deviceId: store.deviceId,
    deviceSeq,
    madeAt: clock.now(),
    basedOn: 1,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });
  await store.collections.commands.insert(store.stored("commands", command));
}
const held = await store.collections.commands.find({ sort: [{ deviceId: "asc" }, { deviceSeq: "asc" }] }).exec();
for (const { deviceSeq, id } of held) process.stdout.write(`${deviceSeq} ${id}\n`);
if (settings.stays) setInterval(() => process.stdout.write("stays\n"), 10);
else await store.close();
