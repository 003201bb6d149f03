import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { statusViewSchema } from "@countersign/shared/contract/views.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { StatusInput } from "./status.ts";
import { statusView } from "./status.ts";

const first = orderNumbered(1);
const second = orderNumbered(2);

describe("what the shell shows at all times", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([first, second, orderNumbered(3, { status: "approved" })]);
  });
  afterEach(() => bench.close());

  const status = async (
    connection: StatusInput["connection"] = { state: "online" },
    notices: readonly AppError[] = [],
  ) => {
    const { store, overlaid, mine } = bench;
    return statusViewSchema.parse(await statusView({ store, overlaid, mine, connection, notices }));
  };
  const decide = async (type: "approve-order" | "reject-order", order = first) => {
    const made = await bench.outbox.make(type, { orderId: order.id, stageId: "stage-1", reason: "As agreed" });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };

  it("is how many orders are here, until everything was loaded once", async () => {
    expect(await status({ state: "connecting" })).toEqual({
      connection: "connecting",
      loading: { orders: 3 },
      waitingToSend: 0,
      refused: 0,
      inboxCount: 2,
    });
  });

  it("is afterwards how old the data is", async () => {
    await bench.store.updateDevice({ lastSyncAt: instantSchema.parse(minute(60)) });
    expect(await status()).toEqual({
      connection: "online",
      lastSyncAt: minute(60),
      waitingToSend: 0,
      refused: 0,
      inboxCount: 2,
    });
  });

  it("D04 D09 counts what waits to be sent and what still waits for the person, without a server", async () => {
    await decide("approve-order", first);
    expect(await status({ state: "offline" })).toMatchObject({
      connection: "offline",
      waitingToSend: 1,
      inboxCount: 1,
    });
    await decide("reject-order", second);
    expect(await status({ state: "offline" })).toMatchObject({ waitingToSend: 2, refused: 0, inboxCount: 0 });
  });

  it("counts what the server refused, and the order that waits again because of it", async () => {
    const id = await decide("approve-order");
    const document = await bench.store.collections.commands.findOne(id).exec(true);
    const verdict = { state: "refused", at: minute(90), code: "already-decided", args: {} };
    await document.incrementalPatch(bench.store.stored("commands", { ...document.content, verdict }));
    expect(await status()).toMatchObject({ waitingToSend: 0, refused: 1, inboxCount: 2 });
  });

  it("is also why nothing is sent, and what the person should know about the data on this device", async () => {
    const problem = refusal("client-too-old");
    const notices = [refusal("local-store-not-encrypted"), refusal("recovered")];
    expect(await status({ state: "offline", problem }, notices)).toMatchObject({ problem, notices });
  });
});
