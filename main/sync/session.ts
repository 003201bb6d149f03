import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { LooseSignedIn } from "@countersign/shared/contract/protocol.ts";
import { signedInSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError, SignInMethod } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { ServerClient } from "./server-client.ts";

interface Account {
  readonly email: string;
  readonly signsInBy: SignInMethod;
}

/**
 * The token of one person on one server. A demo gives one for an address, so a missing or expired token is replaced by
 * itself; with a password, the person has to sign in again, and the password is never stored.
 */
export class SessionTokens {
  readonly #client: ServerClient;
  readonly #secrets: SecretStore;
  readonly #account: Account;

  constructor(client: ServerClient, secrets: SecretStore, account: Account) {
    this.#client = client;
    this.#secrets = secrets;
    this.#account = account;
  }

  async current(signal?: AbortSignal): Promise<Result<string, AppError>> {
    const kept = await this.#secrets.read(this.#name);
    return kept === undefined ? this.renew(signal) : ok(kept);
  }

  async renew(signal?: AbortSignal): Promise<Result<string, AppError>> {
    const { email, signsInBy } = this.#account;
    if (signsInBy === "password") return fail(refusal("session-refused"));
    const answer = await this.#client.post("/v1/demo/sessions", { email }, signedInSchema, { signal });
    if (!answer.ok) return answer;
    await this.keep(answer.value.token);
    return ok(answer.value.token);
  }

  /** The person whom the server lets in with this password, and the token, which is not stored yet. */
  open(password: string): Promise<Result<LooseSignedIn, AppError>> {
    const { email } = this.#account;
    return this.#client.post("/v1/sessions", { email, password }, signedInSchema);
  }

  async keep(token: string): Promise<void> {
    await this.#secrets.write(this.#name, token);
  }

  async forget(): Promise<void> {
    await this.#secrets.remove(this.#name);
  }

  /** Normalised, however the address was typed. */
  get #name(): string {
    return `session ${this.#client.baseUrl} ${this.#account.email.toLowerCase()}`;
  }
}
