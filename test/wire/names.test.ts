import { readFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { brokenNames } from "./broken-names.ts";
import type { WireNames } from "./names.ts";
import { namesIn, wireNames } from "./names.ts";
import { frozenFolder, frozenProtocols } from "./versions.ts";

describe("the names on the wire and in stored documents", () => {
  it.each(frozenProtocols())(
    "D03 are still those of protocol %i: none is gone, and nothing new is demanded",
    async (protocol) => {
      const frozen = JSON.parse(await readFile(namesIn(frozenFolder(protocol)), "utf8")) as WireNames;
      expect(brokenNames(frozen, wireNames())).toEqual([]);
    },
  );

  it("include every field, variant and member of a closed list, in both directions", () => {
    const { toServer, toDevice } = wireNames();
    expect(toServer).toContain("approve-order.stageId! string");
    expect(toServer).toContain("push body.commands[].verdict(state=waiting).state=waiting");
    expect(toDevice).toContain("orders.erpStatus=released");
    expect(toDevice).toContain("orders.decidableFrom integer");
    expect(toDevice).toContain("orders.flow.stages[].candidates[].escalatedAt string");
    expect(toDevice).toContain("history.id! string");
  });
});

describe("what breaks a program of before", () => {
  const frozen: WireNames = {
    toServer: ["push body.id! string", "push body.note string"],
    toDevice: ["orders.erpStatus=open", "orders.id! string", "orders.note string"],
  };
  const added = (to: keyof WireNames, ...lines: readonly string[]): WireNames => ({
    ...frozen,
    [to]: [...frozen[to], ...lines],
  });
  const replaced = (to: keyof WireNames, line: string, by: string): WireNames => ({
    ...frozen,
    [to]: frozen[to].map((one) => (one === line ? by : one)),
  });

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
  ])("is not %s", (_, now) => {
    expect(brokenNames(frozen, now)).toEqual([]);
  });

  it.each([
    ["a field that is gone", "toDevice", "orders.id! string", "orders.number! string"],
    ["another type", "toDevice", "orders.id! string", "orders.id! integer"],
    ["a field that may be missing now", "toDevice", "orders.id! string", "orders.id string"],
    ["a member that is gone", "toDevice", "orders.erpStatus=open", "orders.erpStatus=new"],
    ["a field that is not taken any more", "toServer", "push body.note string", "push body.text string"],
  ] as const)("is %s", (_, to, line, by) => {
    expect(brokenNames(frozen, replaced(to, line, by))).toEqual([line]);
  });

  it.each([
    [
      "a field that a request must have now",
      replaced("toServer", "push body.note string", "push body.note! string"),
      "push body.note! string",
    ],
    ["a new field that a request must have", added("toServer", "push body.more! string"), "push body.more! string"],
  ])("is %s", (_, now, line) => {
    expect(brokenNames(frozen, now)).toEqual([line]);
  });
});
