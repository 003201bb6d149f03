import { readFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { brokenNames } from "./broken-names.ts";
import type { Bounds, WireNames } from "./names.ts";
import { namesIn, wireNames } from "./names.ts";
import { frozenFolder, frozenProtocols } from "./versions.ts";

describe("the names and bounds on the wire and in stored documents", () => {
  it.each(frozenProtocols())(
    "D03 are still those of protocol %i: none is gone, and nothing new is demanded",
    async (protocol) => {
      const frozen = JSON.parse(await readFile(namesIn(frozenFolder(protocol)), "utf8")) as WireNames;
      expect(brokenNames(frozen, wireNames())).toEqual([]);
    },
  );

  it("include every field, variant, member of a closed list and bound, in both directions", () => {
    const { toServer, toDevice } = wireNames();
    expect(toServer.bounds).toMatchObject({
      "push body.commands maxItems": 500,
      "reject-order.reason maxLength": 2_000,
    });
    expect(toDevice.bounds).toMatchObject({ "orders.revision minimum": 1, "orders.id minLength": 1 });
    expect(toServer.names).toContain("approve-order.stageId! string");
    expect(toServer.names).toContain("push body.commands[].verdict(state=waiting).state=waiting");
    expect(toDevice.names).toContain("orders.erpStatus=released");
    expect(toDevice.names).toContain("orders.decidableFrom integer");
    expect(toDevice.names).toContain("orders.flow.stages[].candidates[].escalatedAt string");
    expect(toDevice.names).toContain("history.id! string");
  });
});

describe("what breaks a program of before", () => {
  const frozen: WireNames = {
    toServer: {
      names: ["push body.id! string", "push body.note string", "push body.size integer"],
      bounds: { "push body.note maxLength": 200, "push body.size minimum": 1 },
    },
    toDevice: {
      names: [
        "orders.erpStatus=open",
        "orders.id! string",
        "orders.mail string",
        "orders.note string",
        "orders.size integer",
      ],
      bounds: { "orders.mail format": "email", "orders.note maxLength": 200, "orders.size minimum": 1 },
    },
  };
  type Side = keyof WireNames;
  const named = (side: Side, names: readonly string[]): WireNames => ({
    ...frozen,
    [side]: { ...frozen[side], names },
  });
  const added = (side: Side, ...lines: readonly string[]): WireNames => named(side, [...frozen[side].names, ...lines]);
  const replaced = (side: Side, line: string, by: string): WireNames =>
    named(
      side,
      frozen[side].names.map((one) => (one === line ? by : one)),
    );
  const bounded = (side: Side, change: Readonly<Record<string, number | string | undefined>>): WireNames => {
    const bounds = Object.entries({ ...frozen[side].bounds, ...change }).filter(([, bound]) => bound !== undefined);
    return { ...frozen, [side]: { ...frozen[side], bounds: Object.fromEntries(bounds) as Bounds } };
  };

  it.each([
    ["a new field of a document", added("toDevice", "orders.more! string")],
    ["a new member of a closed list", added("toDevice", "orders.erpStatus=parked")],
    [
      "a field of a document that is always there now",
      replaced("toDevice", "orders.note string", "orders.note! string"),
    ],
    ["a new field that a request may have", added("toServer", "push body.more string")],
    ["a new request", added("toServer", "search query.text! string")],
    [
      "a new part of a request, with what it needs",
      added("toServer", "push body.more object", "push body.more.id! string"),
    ],
    [
      "a field that a request need not have any more",
      replaced("toServer", "push body.id! string", "push body.id string"),
    ],
    [
      "a bound of a request that is wider, or gone",
      bounded("toServer", { "push body.note maxLength": undefined, "push body.size minimum": 0 }),
    ],
    ["a bound of a new field of a request", bounded("toServer", { "push body.more maxLength": 3 })],
    ["a lower bound of a document that is narrower", bounded("toDevice", { "orders.size minimum": 5 })],
    ["an upper bound of a document that is wider", bounded("toDevice", { "orders.note maxLength": 999 })],
    ["another form of e-mail address in a document", bounded("toDevice", { "orders.mail format": undefined })],
  ])("is not %s", (_, now) => {
    expect(brokenNames(frozen, now)).toEqual([]);
  });

  it.each([
    ["a field that is gone", "toDevice", "orders.id! string", "orders.number! string"],
    ["another type", "toDevice", "orders.id! string", "orders.id! integer"],
    ["a field that may be missing now", "toDevice", "orders.id! string", "orders.id string"],
    ["a member that is gone", "toDevice", "orders.erpStatus=open", "orders.erpStatus=new"],
    ["a field that is not taken any more", "toServer", "push body.note string", "push body.text string"],
  ] as const)("is %s", (_, side, line, by) => {
    expect(brokenNames(frozen, replaced(side, line, by))).toEqual([line]);
  });

  it.each([
    [
      "a field that a request must have now",
      replaced("toServer", "push body.note string", "push body.note! string"),
      "push body.note! string",
    ],
    ["a new field that a request must have", added("toServer", "push body.more! string"), "push body.more! string"],
    [
      "a narrower upper bound of a request",
      bounded("toServer", { "push body.note maxLength": 100 }),
      "push body.note maxLength",
    ],
    [
      "a narrower lower bound of a request",
      bounded("toServer", { "push body.size minimum": 2 }),
      "push body.size minimum",
    ],
    ["a new bound of a request", bounded("toServer", { "push body.id pattern": "^x" }), "push body.id pattern"],
    ["a wider lower bound of a document", bounded("toDevice", { "orders.size minimum": 0 }), "orders.size minimum"],
    [
      "a lower bound of a document that is gone",
      bounded("toDevice", { "orders.size minimum": undefined }),
      "orders.size minimum",
    ],
  ])("is %s", (_, now, line) => {
    expect(brokenNames(frozen, now)).toEqual([line]);
  });
});
