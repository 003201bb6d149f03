import { describe, expect, it } from "vitest";
import { ReadWriteGate } from "./read-write-gate.ts";

describe("the gate", () => {
  it("starts a write in the caller's own tick when nothing is in the way", () => {
    let written = false;
    void new ReadWriteGate().write(() => (written = true));
    expect(written).toBe(true);
  });

  it("holds a write back until the reads before it have ended, and the reads after it until it is done", async () => {
    const gate = new ReadWriteGate();
    const seen: string[] = [];
    const { promise: pause, resolve: goOn } = Promise.withResolvers<void>();
    const slow = gate.read(async () => {
      seen.push("slow read starts");
      await pause;
      seen.push("slow read ends");
    });
    const side = gate.read(async () => void seen.push("read beside it"));
    await side;
    const write = gate.write(() => seen.push("write"));
    const late = gate.read(async () => void seen.push("late read"));
    goOn();
    await Promise.all([slow, write, late]);
    expect(seen).toEqual(["slow read starts", "read beside it", "slow read ends", "write", "late read"]);
  });

  it("goes on after work that failed", async () => {
    const gate = new ReadWriteGate();
    const fail = (): never => {
      throw new Error("expected");
    };
    await expect(gate.write(fail)).rejects.toThrow("expected");
    await expect(gate.read(async () => fail())).rejects.toThrow("expected");
    expect(await gate.write(() => "written")).toBe("written");
  });
});
