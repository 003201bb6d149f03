// Usage: device-program.ts <settings as JSON>
// The application without a window, as one person's device; it answers what its parent process asks over the channel. Its
// bundles are frozen with the protocol, so this file asks for nothing that could change: views and decisions by their names.
import { v7 } from "uuid";
import { z } from "zod";

import { DesktopApp } from "#main/app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import type { WorkspaceTopic } from "#main/views/touched-by.ts";
import type { TopicParams } from "@countersign/shared/contract/bridge.ts";
import type { CommandType } from "@countersign/shared/commands/payloads.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";

const { server, directory, email } = z
  .strictObject({ server: z.string(), directory: z.string(), email: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ""));

const requestSchema = z.strictObject({
  number: z.int(),
  request: z.discriminatedUnion("ask", [
    z.strictObject({ ask: z.literal("view"), name: z.string(), params: z.unknown() }),
    z.strictObject({ ask: z.literal("decide"), type: z.string(), payload: z.record(z.string(), z.json()) }),
    z.strictObject({ ask: z.literal("sync") }),
    z.strictObject({ ask: z.literal("close") }),
  ]),
});
type Request = z.infer<typeof requestSchema>["request"];

const clock: Clock = { now: () => instantFromDate(new Date()) };
const app = new DesktopApp({
  server,
  directory,
  storage: createStorage(directory),
  damagedFiles: damagedFilesIn(directory, clock),
  secrets: memorySecrets(),
  fetch: globalThis.fetch,
  clock,
  ids: { next: () => v7() },
  random: () => 0,
});

const answer = async (request: Request): Promise<unknown> => {
  const { workspace } = app;
  if (workspace === undefined) throw new Error(`nobody is signed in: ${JSON.stringify(app.session$.value)}`);
  switch (request.ask) {
    case "view": {
      // Names and parameters are the parent's word: that is how it asks every version the same.
      const name = request.name as WorkspaceTopic;
      return workspace.view(name, request.params as TopicParams<typeof name>);
    }
    case "decide":
      return workspace.decide(request.type as CommandType, request.payload);
    case "sync":
      workspace.syncNow();
      return {};
    case "close":
      await app.close();
      return {};
  }
};

process.on("message", (message) => {
  const { number, request } = requestSchema.parse(message);
  answer(request).then(
    (result) => process.send?.({ number, result: result ?? null }),
    (error: unknown) => process.send?.({ number, error: String(error) }),
  );
});
process.once("disconnect", () => process.exit());

await app.start(email);
process.send?.({ number: 0, result: {} });
