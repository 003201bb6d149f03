import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { SecretStore } from "#shared/contract/host.ts";
import type { AppError } from "#shared/contract/views.ts";
import { demoSessionSchema } from "#shared/contract/protocol.ts";

import type { ServerClient } from "./server-client.ts";

/**
 * The token of one person on one server, got anew when it is missing or no longer accepted.
 * A server in demo mode gives one for an e-mail address.
 */
export class SessionTokens {
  readonly #client: ServerClient;
  readonly #secrets: SecretStore;
  readonly #email: string;

  constructor(client: ServerClient, secrets: SecretStore, email: string) {
    this.#client = client;
    this.#secrets = secrets;
    this.#email = email;
  }

  async current(signal?: AbortSignal): Promise<Result<string, AppError>> {
    const kept = await this.#secrets.read(this.#name);
    return kept === undefined ? this.renew(signal) : ok(kept);
  }

  async renew(signal?: AbortSignal): Promise<Result<string, AppError>> {
    const answer = await this.#client.post("/v1/demo/sessions", { email: this.#email }, demoSessionSchema, { signal });
    if (!answer.ok) return fail(answer.error);
    await this.#secrets.write(this.#name, answer.value.token);
    return ok(answer.value.token);
  }

  async forget(): Promise<void> {
    await this.#secrets.remove(this.#name);
  }

  get #name(): string {
    return `session ${this.#client.baseUrl} ${this.#email}`;
  }
}
