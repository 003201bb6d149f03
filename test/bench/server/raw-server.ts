// Usage: raw-server.ts DATABASE-URL
// A decision's statements by hand behind bare HTTP: the least that a request with them costs. Prints its address.
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { z } from "zod";

import { RawDesk } from "./raw-postgres.ts";

const bodySchema = z.object({ orderId: z.string(), people: z.array(z.string()), command: z.unknown() });

const [, , databaseUrl = ""] = process.argv;
const desk = await RawDesk.join(databaseUrl);

const decide = async (request: IncomingMessage): Promise<string> => {
  const { orderId, people, command } = bodySchema.parse(await json(request));
  await desk.decide([orderId], people);
  return JSON.stringify(command);
};

const server = createServer((request, answer) => {
  decide(request).then(
    (text) => answer.end(text),
    (error: unknown) => answer.destroy(error instanceof Error ? error : undefined),
  );
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
