import { describe, expect, it } from "vitest";

import {
  ada,
  after,
  approval,
  at,
  attempt,
  bruno,
  commandOf,
  orderWith,
  refusalOf,
  rejection,
  reversal,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { applyCommand } from "./apply.ts";

const anyOf = orderWith([stage("one", [ada, bruno])]);

describe("applying a command", () => {
  it("D09 does on the device what the server will do, except that nothing has been received yet", () => {
    const intent = approval("one");
    const onDevice = applyCommand(anyOf, { command: commandOf(5, ada, intent), intent }, { person: ada });
    const onServer = attempt(anyOf, [5, ada, approval("one")]);
    if (!onDevice.ok || !onServer.ok) throw new Error("Refused");
    const [unsent] = onDevice.value.flow.decisions;
    const [received] = onServer.value.flow.decisions;
    expect(unsent).not.toHaveProperty("receivedAt");
    expect({ ...unsent, receivedAt: received?.receivedAt }).toEqual(received);
    expect(onDevice.value.status).toBe(onServer.value.status);
  });

  it("A14 is harmless when the same person gives the same answer again: the same order is returned", () => {
    const approved = after(anyOf, [5, ada, approval("one")]);
    const again = attempt(approved, [9, ada, approval("one", "Yes, yes.")]);
    expect(again.ok && again.value === approved).toBe(true);
    const rejected = after(anyOf, [5, ada, rejection("one", "No.")]);
    const noAgain = attempt(rejected, [9, ada, rejection("one", "No, no.")]);
    expect(noAgain.ok && noAgain.value === rejected).toBe(true);
  });

  it("A14 refuses a contradicting second answer from the same person", () => {
    const approved = after(anyOf, [5, ada, approval("one")]);
    expect(refusalOf(approved, [9, ada, rejection("one", "No.")]).code).toBe("already-decided-by-you");
  });

  it("S52 refuses the same answer from another person, because the first one has decided", () => {
    const approved = after(anyOf, [5, ada, approval("one")]);
    expect(refusalOf(approved, [9, bruno, approval("one")]).code).toBe("already-decided");
  });

  it("adds a comment, which makes a new revision of the order and decides nothing", () => {
    const remark = { type: "comment-on-order", payload: { orderId: anyOf.id, text: "Until Friday." } } as const;
    const once = after(anyOf, [5, ada, remark]);
    const twice = after(once, [6, bruno, remark]);
    expect(twice.flow.comments).toEqual([
      expect.objectContaining({ person: ada, text: "Until Friday.", madeAt: at(5), receivedAt: at(5) }),
      expect.objectContaining({ person: bruno }),
    ]);
    expect(twice).toEqual({
      ...anyOf,
      revision: anyOf.revision + 2,
      flow: { ...anyOf.flow, comments: twice.flow.comments },
    });
  });

  it("S47 takes a decision back by the id of the command that made it", () => {
    const reversed = after(anyOf, [5, ada, approval("one")], [6, ada, reversal(5, "By mistake.")]);
    expect(reversed.status).toBe("pending");
  });
});
