import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** A NATS server for tests, which can be stopped and started again on the same port. */
export interface TestNats {
  readonly url: string;
  stop(): Promise<void>;
}

interface Reader {
  readonly socket: Socket;
  readonly subjects: Map<string, string>;
  hearsItself: boolean;
}

const crlf = "\r\n";

/**
 * A double, not a NATS server: it speaks only the part of the protocol that clients need for publishing and subscribing to
 * subjects without wildcards (INFO, CONNECT, PING, PONG, SUB, UNSUB, PUB, MSG). It lets the tests run on machines without
 * `nats-server`; with it, they run on both.
 */
export const startNatsDouble = async (port = 0): Promise<TestNats> => {
  const readers = new Set<Reader>();

  const publish = (from: Reader, subject: string, payload: Buffer): void => {
    for (const reader of readers)
      for (const [id, subscribed] of reader.subjects)
        if (subscribed === subject && (reader !== from || from.hearsItself))
          reader.socket.write(
            Buffer.concat([Buffer.from(`MSG ${subject} ${id} ${payload.length}${crlf}`), payload, Buffer.from(crlf)]),
          );
  };

  /** Executes one operation. @returns the size of the payload that follows, if any, and its subject. */
  const operate = (reader: Reader, line: string): { subject: string; size: number } | undefined => {
    const [operation = "", first = "", second = ""] = line.split(" ");
    switch (operation.toUpperCase()) {
      case "CONNECT":
        reader.hearsItself = (JSON.parse(line.slice(operation.length)) as { echo?: boolean }).echo !== false;
        return undefined;
      case "PING":
        reader.socket.write(`PONG${crlf}`);
        return undefined;
      case "SUB":
        reader.subjects.set(second, first);
        return undefined;
      case "UNSUB":
        reader.subjects.delete(first);
        return undefined;
      case "PUB":
        return { subject: first, size: Number(second) };
      default:
        return undefined;
    }
  };

  const server = createServer((socket) => {
    const reader: Reader = { socket, subjects: new Map(), hearsItself: true };
    readers.add(reader);
    let left = Buffer.alloc(0);
    let expected: { subject: string; size: number } | undefined;
    socket.write(`INFO {"server_id":"double","version":"2.10.0","max_payload":1048576,"proto":1}${crlf}`);
    socket.on("data", (chunk: Buffer) => {
      left = Buffer.concat([left, chunk]);
      for (;;) {
        if (expected !== undefined) {
          if (left.length < expected.size + crlf.length) return;
          publish(reader, expected.subject, left.subarray(0, expected.size));
          left = left.subarray(expected.size + crlf.length);
          expected = undefined;
        }
        const end = left.indexOf(crlf);
        if (end === -1) return;
        const line = left.subarray(0, end).toString();
        left = left.subarray(end + crlf.length);
        expected = operate(reader, line);
      }
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => readers.delete(reader));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const { socket } of readers) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

/** Whether the program exists. */
const isThere = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(true));
    child.once("error", (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? resolve(false) : reject(error)));
  });

/** The machine's real `nats-server`. @returns `undefined` if there is none. */
export const startRealNats = async (port = 0): Promise<TestNats | undefined> => {
  const child = spawn("nats-server", ["--addr", "127.0.0.1", "--port", String(port === 0 ? -1 : port)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (!(await isThere(child))) return undefined;
  let used: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    used = /client connections on 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? used;
    if (line.includes("Server is ready")) break;
  }
  child.stderr.resume();
  if (used === undefined) throw new Error("nats-server did not say where it listens");
  return {
    url: `nats://127.0.0.1:${used}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};
