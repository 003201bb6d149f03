import { expect, it } from "vitest";
import { startChild } from "./testing/child-process.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const HOUR_MS = "3600000";

const puller = new URL("./testing/pulling-client.ts", import.meta.url);
const client = new URL("./testing/replicating-client.ts", import.meta.url);

it(
  "D03 D09 pushes a write made offline under a clock set back an hour, after the next restart",
  { timeout: 60_000 },
  async () => {
    const directory = temporaryDirectory();
    const run = (id: string, connection: string, setBack: string): Promise<string[]> =>
      startChild(client, directory, id, connection, setBack).ended();

    expect(await run("early", "online", "0")).toEqual(["early"]);
    expect(await run("offline-an-hour-ago", "offline", HOUR_MS)).toEqual([]);
    expect(await run("online-an-hour-ago", "online", HOUR_MS)).toEqual(["offline-an-hour-ago", "online-an-hour-ago"]);
    expect(await run("-", "online", "0")).toEqual([]);
  },
);

it("has every document of a pull that was killed between its parts, again and again", { timeout: 60_000 }, async () => {
  const directory = temporaryDirectory();
  const pull = (version: string, lastEvent: string): Promise<string[]> =>
    startChild(puller, directory, version, lastEvent).ended();

  for (const lastEvent of ["1", "4", "7"]) expect(await pull("1", lastEvent)).toEqual([]);
  expect(await pull("1", "0")).toEqual(["600"]);
  // What is kept of an unfinished pull is no change that was made here: later ones replace it.
  expect(await pull("2", "3")).toEqual([]);
  expect(await pull("3", "0")).toEqual(["600"]);
});
