import { describe, expect, it } from "vitest";

import { StorageError } from "#main/store/storage/index.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { FailedCall, reasonOf } from "./failed-call.ts";
import { parseJson } from "./parse-json.ts";
import { textWithin, tooLong } from "./text-within.ts";

const utf8 = new TextEncoder();

/** An answer that comes in these pieces. */
const inPieces = (...pieces: readonly Uint8Array<ArrayBuffer>[]) => {
  const state = { isCancelled: false };
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (stream) => {
        const next = left.shift();
        if (next === undefined) stream.close();
        else stream.enqueue(next);
      },
      cancel: () => {
        state.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, left, response: new Response(body) };
};

describe("the text of an answer", () => {
  it("is whole, wherever it was cut into pieces", async () => {
    const bytes = utf8.encode("Díaz 😀!");
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await textWithin(inPieces(...pieces).response)).toBe("Díaz 😀!");
  });

  it("ends in a sign for what is missing if its last character is cut off", async () => {
    expect(await textWithin(inPieces(utf8.encode("Dí").subarray(0, 2)).response)).toBe("D\uFFFD");
  });

  it("may be as long as allowed, in bytes", async () => {
    const bytes = utf8.encode("Díaz");
    expect(await textWithin(inPieces(bytes).response, 5)).toBe("Díaz");
    expect(await textWithin(inPieces(bytes).response, 4)).toBe(tooLong);
    expect(await textWithin(inPieces(bytes, bytes).response, 9)).toBe(tooLong);
  });

  it("is not read any further once it is too long", async () => {
    const { response, state, left } = inPieces(utf8.encode("abc"), utf8.encode("def"), utf8.encode("ghi"));
    expect(await textWithin(response, 4)).toBe(tooLong);
    expect([state.isCancelled, left.length]).toEqual([true, 1]);
  });

  it("is empty without a body", async () => {
    expect(await textWithin(new Response(null, { status: 204 }))).toBe("");
  });

  it("is none if it is cut off", async () => {
    const cut = new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) });
    await expect(textWithin(new Response(cut))).rejects.toThrow("terminated");
  });
});

describe("a text of JSON", () => {
  it("is its value, or nothing that any schema accepts", () => {
    expect([parseJson('{"a":[1]}'), parseJson("null"), parseJson("{"), parseJson("")]).toEqual([
      { a: [1] },
      null,
      undefined,
      undefined,
    ]);
  });
});

describe("the reason of a failure", () => {
  it("is the server's for a call, with the call in the message", () => {
    const failed = new FailedCall("push", refusal("session-refused", { at: "noon" }));
    expect(reasonOf(failed)).toEqual({ code: "session-refused", args: { at: "noon" } });
    expect([failed.name, failed.message]).toEqual(["FailedCall", "push failed: session-refused"]);
  });

  it("is the disk's for a write of the store, and unexpected for anything else", () => {
    expect(reasonOf(new StorageError("disk-full", "The disk is full."))).toMatchObject({ code: "local-store-full" });
    expect(reasonOf(new Error("a bug"))).toEqual({ code: "unexpected", args: {} });
    expect(reasonOf("thrown")).toEqual({ code: "unexpected", args: {} });
  });
});
