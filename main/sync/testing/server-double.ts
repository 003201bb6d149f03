import type { CollectionName, PushRequest } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, pullQuerySchema, pushRequestSchema } from "@countersign/shared/contract/protocol.ts";
import type { ProtocolRange } from "@countersign/shared/contract/protocol-version.ts";
import { ownProtocols, protocolHeader, writeProtocols } from "@countersign/shared/contract/protocol-version.ts";
import { ada } from "#main/testing/orders.ts";

import type { Fetch } from "../server-client.ts";

/** An event with a name is not one of changes. */
type Tell = (event: object, name?: string) => void;

/** A stream of changes with its first event; it ends when the client gives up. `onOpen` learns how to send more. */
const streamUntil = (signal: AbortSignal | null | undefined, event: object, onOpen: (tell: Tell) => void): Response =>
  new Response(
    new ReadableStream({
      start: (stream) => {
        const tell: Tell = (one, name) => {
          const named = name === undefined ? "" : `event: ${name}\n`;
          stream.enqueue(Buffer.from(`${named}data: ${JSON.stringify(one)}\n\n`));
        };
        tell(event);
        onOpen(tell);
        signal?.addEventListener("abort", () => stream.error(signal.reason), { once: true });
      },
    }),
  );

const silenceUntil = (signal: AbortSignal): Promise<Response> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });

/** A server for ada that has these documents and answers at once. */
export class ServerDouble {
  documents: Partial<Record<CollectionName, readonly object[]>> = {};
  firstEvent: object = { epoch: "one", sequence: 1, collections: collectionNames };
  session: object = { person: ada, epoch: "one" };
  /** The versions of the protocol that it speaks. */
  protocols: ProtocolRange = ownProtocols;
  onPush: (request: PushRequest) => object = ({ commands }) => ({ commands });
  /** Whether pulls of a collection are left without an answer until the client gives up. */
  isSilent: (collection: string | null) => boolean = () => false;
  /** Sends another event to whoever opened the stream last. */
  tell: Tell = () => undefined;
  readonly #asked: string[] = [];

  readonly fetch: Fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    const response = await this.#answer(input, init);
    response.headers.set(protocolHeader, writeProtocols(this.protocols));
    return response;
  };

  readonly #answer: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const what = [pathname, searchParams.get("collection")].filter((part) => part !== null).join(" ");
    this.#asked.push(what);
    if (this.isSilent(searchParams.get("collection"))) return silenceUntil(request.signal);
    switch (pathname) {
      case "/v1/demo/sessions":
        return Response.json({ token: "token", person: ada, expiresAt: "2099-01-01T00:00:00.000Z" });
      case "/v1/session":
        return Response.json(this.session);
      case "/v1/sync/stream":
        return streamUntil(init?.signal, this.firstEvent, (tell) => (this.tell = tell));
      case "/v1/sync/push":
        return Response.json(this.onPush(pushRequestSchema.parse(await request.json())));
      default:
        return Response.json(this.#page(searchParams));
    }
  };

  /** How often a path was asked for; a pull's has its collection after a space. */
  timesAsked(what: string): number {
    return this.#asked.filter((one) => one === what).length;
  }

  #page(searchParams: URLSearchParams): object {
    const { collection, limit, sequence = 0 } = pullQuerySchema.parse(Object.fromEntries(searchParams));
    const page = (this.documents[collection] ?? []).slice(sequence, sequence + limit);
    return {
      rows: page.map((document) => ({ deleted: false, document })),
      checkpoint: { epoch: "one", sequence: sequence + page.length, documentId: "" },
    };
  }
}
