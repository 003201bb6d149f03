// Usage: raw-server.ts DATABASE-URL
// A decision's statements by hand behind bare HTTP: what a request with them costs at least. Prints its address.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { z } from "zod";

import { RawDesk } from "./raw-postgres.ts";

const bodySchema = z.object({ orderId: z.string(), people: z.array(z.string()), command: z.unknown() });

const [, , databaseUrl = ""] = process.argv;
const desk = await RawDesk.join(databaseUrl);
const server = createServer((request, answer) => {
  void json(request).then(async (body) => {
    const { orderId, people, command } = bodySchema.parse(body);
    await desk.decide([orderId], people);
    answer.end(JSON.stringify(command));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
