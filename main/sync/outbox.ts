import type { Store } from "#main/store/store.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { applyCommand } from "@countersign/shared/commands/apply.ts";
import { understoodOrder } from "@countersign/shared/commands/decidable.ts";
import type { CommandType } from "@countersign/shared/commands/payloads.ts";
import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, IdSource } from "@countersign/shared/domain/ids.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { DecidableOrder, LooseOrder } from "@countersign/shared/domain/order.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

export interface OutboxOptions {
  readonly store: Store;
  readonly person: LoosePerson;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Keeps a command on the disk. */
  readonly keep: (command: ParsedCommand) => Promise<void>;
  /** The order as this person sees it: with their waiting commands applied. */
  readonly currentOrder: (orderId: string) => Promise<LooseOrder | undefined>;
  /** A failed write of the store as an error that a person can act on; anything else is rethrown. */
  readonly storeError: (error: unknown) => AppError;
}

/**
 * Where decisions begin: each becomes a command, is checked by the engine against what the person sees, and is kept on
 * disk before anybody is told that it is. One at a time, so that a device's numbers have no gap.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #queue: Promise<unknown> = Promise.resolve();
  #lastSeq: number | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** The id of the kept command, or why nothing was kept. */
  make(type: CommandType, payload: Command["payload"]): Promise<Result<CommandId, AppError>> {
    const made = this.#queue.then(() => this.#make(type, payload));
    this.#queue = made.catch(() => undefined);
    return made;
  }

  async #make(type: CommandType, payload: Command["payload"]): Promise<Result<CommandId, AppError>> {
    const { store, person, clock, ids, keep, currentOrder, storeError } = this.#options;
    const intent = readCommand({ type, payload });
    if (!intent.ok) return intent;
    const order = await currentOrder(intent.value.payload.orderId);
    if (order === undefined) return fail(refusal("order-unknown"));

    const deviceSeq = (this.#lastSeq ?? (await store.lastDeviceSeq())) + 1;
    const command: Command = {
      id: commandIdSchema.parse(ids.next()),
      type,
      payload: intent.value.payload,
      actorId: person.id,
      deviceId: store.deviceId,
      deviceSeq,
      madeAt: clock.now(),
      basedOn: order.revision,
      protocol: newestProtocol,
      verdict: { state: "waiting" },
    };
    const known = understoodOrder(order);
    if (!known.ok) return known;
    const parsed = { command, intent: intent.value };
    const applied = applyCommand(known.value, parsed, { person: referenceTo(person) });
    if (!applied.ok) return applied;
    // The same answer again: it already stands, so there is nothing to send.
    if (applied.value === known.value) return fail(refusal("already-decided-by-you", this.#standing(known.value)));

    try {
      await keep(parsed);
    } catch (error) {
      return fail(storeError(error));
    }
    this.#lastSeq = deviceSeq;
    return ok(command.id);
  }

  #standing(order: DecidableOrder) {
    const own = order.flow.decisions.findLast(({ person }) => person.personId === this.#options.person.id);
    return own ? { outcome: own.outcome, at: own.receivedAt ?? own.madeAt } : {};
  }
}
