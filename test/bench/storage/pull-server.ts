// Usage: pull-server.ts <orders>
// A stand-in for the backend that serves the demo network's documents from memory, so that only the device is measured.
// Prints its address, then answers like a demo server: sign-in, session, change stream, pages with the same text; it
// accepts every command.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type {
  CollectionName,
  Checkpoint,
  DemoPerson,
  PushAnswer,
  SignedIn,
} from "@countersign/shared/contract/protocol.ts";
import { collectionNames, pullQuerySchema, pushRequestSchema } from "@countersign/shared/contract/protocol.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { networkOf, readerOf } from "./orders.ts";

const epoch = "bench";
const network = networkOf(Number(process.argv[2]));
const person = readerOf(network);

const demoPerson: DemoPerson = {
  email: person.email,
  name: person.name,
  role: person.roles[0] ?? "approver",
  organisation: network.organisations.find(({ id }) => id === person.organisationId)?.name ?? "",
};
const signedIn: SignedIn = {
  token: "bench",
  expiresAt: instantSchema.parse("2099-01-01T00:00:00.000Z"),
  person,
};

const texts = (documents: readonly object[]): string[] => documents.map((document) => JSON.stringify(document));
const documents: Record<CollectionName, string[]> = {
  orders: [],
  people: texts(network.people),
  organisations: texts(network.organisations),
  history: [],
  commands: [],
};
for (const { order, history } of network.orders()) {
  documents.orders.push(JSON.stringify(order));
  documents.history.push(...texts(history));
}

const answerJson = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(text);
};

/** A document's position in the log is its position in its collection. */
const pageOf = (query: URLSearchParams): string => {
  const { collection, limit, sequence = 0 } = pullQuerySchema.parse(Object.fromEntries(query));
  const rows = documents[collection].slice(sequence, sequence + limit);
  const checkpoint: Checkpoint = { epoch, sequence: sequence + rows.length, documentId: "" };
  const rowTexts = rows.map((text) => `{"deleted":false,"document":${text}}`);
  return `{"rows":[${rowTexts.join(",")}],"checkpoint":${JSON.stringify(checkpoint)}}`;
};

/** Accepts everything. */
const judged = (body: unknown): PushAnswer => ({
  commands: pushRequestSchema.parse(body).commands.map((command) => ({
    ...command,
    verdict: { state: "accepted", at: command.madeAt, revision: command.basedOn + 1 },
  })),
});

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  switch (url.pathname) {
    case "/v1/demo/people":
      return answerJson(response, JSON.stringify([demoPerson]));
    case "/v1/demo/sessions":
      return answerJson(response, JSON.stringify(signedIn));
    case "/v1/session":
      return answerJson(response, JSON.stringify({ person, epoch }));
    case "/v1/sync/stream":
      response.writeHead(200, { "content-type": "text/event-stream" });
      return void response.write(`data: ${JSON.stringify({ epoch, sequence: 1, collections: collectionNames })}\n\n`);
    case "/v1/sync/pull":
      return answerJson(response, pageOf(url.searchParams));
    case "/v1/sync/push":
      return void json(request).then((body) => answerJson(response, JSON.stringify(judged(body))));
    default:
      response.writeHead(404).end();
  }
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const count = Object.values(documents).reduce((sum, { length }) => sum + length, 0);
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, email: person.email, count }));
});
