import { expect, it } from "vitest";
import { startChild } from "./testing/child-process.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const HOUR_MS = "3600000";

it(
  "D03 D09 pushes a write made offline under a clock set back an hour, after the next restart",
  { timeout: 60_000 },
  async () => {
    const directory = temporaryDirectory();
    const client = (id: string, connection: string, setBack: string): Promise<string[]> =>
      startChild("./replicating-client.ts", directory, id, connection, setBack).ended();

    expect(await client("early", "online", "0")).toEqual(["early"]);
    expect(await client("offline-an-hour-ago", "offline", HOUR_MS)).toEqual([]);
    expect(await client("online-an-hour-ago", "online", HOUR_MS)).toEqual([
      "offline-an-hour-ago",
      "online-an-hour-ago",
    ]);
    expect(await client("-", "online", "0")).toEqual([]);
  },
);
