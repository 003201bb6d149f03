import type { z } from "zod";

import type { CollectionName, SyncedDocument } from "@countersign/shared/contract/protocol.ts";
import {
  signedInSchema,
  pullAnswerSchema,
  pushAnswerSchema,
  sessionAnswerSchema,
  syncedDocuments,
} from "@countersign/shared/contract/protocol.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A person's direct access to the server, without the application, to see what is really there. */
export class Api {
  readonly server: string;
  readonly person: Person;
  readonly token: string;

  private constructor(server: string, person: Person, token: string) {
    this.server = server;
    this.person = person;
    this.token = token;
  }

  static async signIn(server: string, email: string): Promise<Api> {
    const response = await fetch(`${server}/v1/demo/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json", ...protocolHeaders },
      body: JSON.stringify({ email }),
    });
    const { token, person } = signedInSchema.parse(await response.json());
    return new Api(server, person, token);
  }

  async send(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.server + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...protocolHeaders,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Every document of a collection that this person may see. */
  async pullAll<Name extends CollectionName>(collection: Name): Promise<SyncedDocument<Name>[]> {
    const limit = 1_000;
    const documents = new Map<string, SyncedDocument<Name>>();
    let position = "";
    for (;;) {
      const path = `/v1/sync/pull?collection=${collection}&limit=${limit}${position}`;
      const { rows, checkpoint } = pullAnswerSchema.parse((await this.send("GET", path)).body);
      for (const row of rows) {
        if (row.deleted) documents.delete(row.id);
        else {
          const document = syncedDocuments[collection].parse(row.document) as SyncedDocument<Name>;
          documents.set(document.id, document);
        }
      }
      if (rows.length < limit) return [...documents.values()];
      const { epoch, sequence, documentId } = checkpoint;
      position = `&${new URLSearchParams({ epoch, sequence: String(sequence), documentId }).toString()}`;
    }
  }

  async epoch(): Promise<string> {
    return sessionAnswerSchema.parse((await this.send("GET", "/v1/session")).body).epoch;
  }

  async push(deviceId: string, commands: readonly object[], known?: string): Promise<z.infer<typeof pushAnswerSchema>> {
    const epoch = known ?? (await this.epoch());
    const { status, body } = await this.send("POST", "/v1/sync/push", { epoch, deviceId, commands });
    if (status !== 200) throw new Error(`push answered ${status}: ${JSON.stringify(body)}`);
    return pushAnswerSchema.parse(body);
  }
}
