import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";

import { describe, expect, it } from "vitest";

import { EventChannel } from "./event-channel.ts";

/** An output whose reader can fall behind. */
class TestOutput extends EventEmitter {
  readonly written: string[] = [];
  isReading = true;
  state: "open" | "ended" | "destroyed" = "open";

  write(text: string): boolean {
    this.written.push(text);
    return this.isReading;
  }

  catchUp(): void {
    this.isReading = true;
    this.emit("drain");
  }

  end(): void {
    this.state = "ended";
  }

  destroy(): void {
    this.state = "destroyed";
  }

  get events(): unknown[] {
    return this.written.filter((text) => text.startsWith("data: ")).map((text) => JSON.parse(text.slice(6)) as unknown);
  }
}

const channelOn = (output: TestOutput) => new EventChannel(output, "epoch");

describe("an event channel", () => {
  it("merges the news of several commits into one event", () => {
    const output = new TestOutput();
    const channel = channelOn(output);
    channel.keep({ sequence: 8, collections: ["orders", "history"] });
    channel.keep({ sequence: 7, collections: ["orders"] });
    channel.flush();
    channel.flush();
    expect(output.events).toEqual([{ epoch: "epoch", sequence: 8, collections: ["orders", "history"] }]);
  });

  it("holds back at most one event for a slow reader, and sends it once the reader has caught up", () => {
    const output = new TestOutput();
    const channel = channelOn(output);
    output.isReading = false;
    for (let sequence = 1; sequence <= 1_000; sequence += 1) {
      channel.keep({ sequence, collections: ["orders"] });
      channel.flush();
    }
    expect(output.events).toHaveLength(1);
    output.catchUp();
    expect(output.events.at(-1)).toEqual({ epoch: "epoch", sequence: 1_000, collections: ["orders"] });
    expect(output.events).toHaveLength(2);
  });

  it("sends pages with events, but not to a slow reader, which pulls once it has caught up", () => {
    const output = new TestOutput();
    const channel = channelOn(output);
    const news = { sequence: 1, collections: ["orders" as const] };
    output.isReading = false;
    channel.send(news, ['{"rows":[1]}', '{"rows":[2]}']);
    expect(output.events).toEqual([{ epoch: "epoch", ...news, pages: [{ rows: [1] }, { rows: [2] }] }]);
    channel.send({ ...news, sequence: 2 }, ['{"rows":[3]}']);
    expect([output.events.length, channel.told]).toEqual([1, 1]);
    output.catchUp();
    expect(output.events.at(-1)).toEqual({ epoch: "epoch", sequence: 2, collections: ["orders"] });
  });

  it("sends nothing after it has ended", () => {
    const output = new TestOutput();
    const channel = channelOn(output);
    channel.end(700);
    channel.send({ sequence: 1, collections: ["orders"] });
    channel.beat();
    expect([output.written, output.state]).toEqual([["retry: 700\n\n"], "ended"]);
  });

  it("drops a reader that is still behind at the next heartbeat", () => {
    const output = new TestOutput();
    const channel = channelOn(output);
    output.isReading = false;
    channel.beat();
    expect(output.state).toBe("open");
    channel.beat();
    expect(output.state).toBe("destroyed");
  });

  it("sends a comment as its heartbeat, which no reader treats as an event", () => {
    const output = new TestOutput();
    channelOn(output).beat();
    expect(output.written).toEqual([":\n\n"]);
  });
});

describe("an event channel on a real connection whose reader has stopped reading", () => {
  it("holds back a fixed amount of data whatever happens, and drops the reader, which notices", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const reader = connect((server.address() as AddressInfo).port, "127.0.0.1");
    reader.pause();
    reader.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    const [, response] = (await once(server, "request")) as [unknown, ServerResponse];
    response.writeHead(200, { "content-type": "text/event-stream" });
    const channel = new EventChannel(response, "epoch");

    // Events until all buffers in between are full and the output itself holds data back.
    for (let sequence = 1; !response.writableNeedDrain; sequence += 1) {
      channel.keep({ sequence, collections: ["orders"] });
      channel.flush();
      if (sequence % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const heldBack = response.writableLength;
    for (let sequence = 1; sequence <= 100_000; sequence += 1) {
      channel.keep({ sequence, collections: ["orders"] });
      channel.flush();
    }
    expect(response.writableLength).toBeLessThanOrEqual(heldBack);
    expect(channel.beat()).toBe("dropped");
    reader.resume();
    await once(reader, "close");
    server.close();
    await once(server, "close");
  });
});
