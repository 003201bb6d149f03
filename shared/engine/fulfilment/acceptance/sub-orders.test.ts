import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { SubOrder } from "./sub-orders.ts";
import { overallFulfilment } from "./sub-orders.ts";

const statuses = ["executing", "executed", "failed-after-approval"] as const;
const overall = (first: SubOrder["status"], ...rest: SubOrder["status"][]) =>
  overallFulfilment([{ id: "1", status: first }, ...rest.map((status, index) => ({ id: `${index + 2}`, status }))]);

describe("an order with sub-orders", () => {
  it("W33 stays submitted until all of them are executed", () => {
    expect(overall("executing", "executing").status).toBe("executing");
    expect(overall("executed", "executing").status).toBe("executing");
    expect(overall("executed", "executed").status).toBe("executed");
    expect(overall("executed").status).toBe("executed");
  });

  it("W32 says how much of it was executed", () => {
    expect(overall("executing", "executing")).toMatchObject({ progress: "none", executed: 0, failed: 0, total: 2 });
    expect(overall("executed", "executing", "failed-after-approval")).toEqual({
      status: "executing",
      progress: "partial",
      executed: 1,
      failed: 1,
      total: 3,
    });
    expect(overall("executed", "executed")).toMatchObject({ progress: "complete", executed: 2, total: 2 });
  });

  it("A26 A27 W33 waits for a retry when nothing is under way and a part has failed, and is never called executed", () => {
    expect(overall("failed-after-approval", "executed")).toMatchObject({
      status: "failed-after-approval",
      progress: "partial",
    });
    expect(overall("failed-after-approval", "executing").status).toBe("executing");
  });

  it("W32 W33 is the same in any order, and is executed exactly when every one is", () => {
    const some = fc.array(fc.constantFrom(...statuses), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...statuses), some, (first, rest) => {
        const all = [first, ...rest];
        const result = overall(first, ...rest);
        const [last = first, ...others] = all.toReversed();
        expect(overall(last, ...others)).toEqual(result);
        expect(result.status === "executed").toBe(all.every((status) => status === "executed"));
        expect(result.status === "executing").toBe(all.includes("executing"));
        expect(result.executed + result.failed).toBe(all.filter((status) => status !== "executing").length);
      }),
    );
  });
});
