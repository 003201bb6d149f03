import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { describe, expect, it } from "vitest";

import type { MailTransport, OutgoingMail } from "./transport.ts";
import { fileTransport, smtpTransport } from "./transport.ts";

const outgoing: OutgoingMail = {
  messageId: "<mail-1@countersign>",
  references: "<order-1@countersign>",
  to: { name: "Amélie", address: "amelie@bakery.example" },
  subject: "Bestellung für Sie",
  text: "Grüße",
  html: "<p>Grüße</p>",
};
const from = "Countersign <no-reply@countersign.example>";

describe("mail without an SMTP server", () => {
  it("is written to a folder as a file that mail programs read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-mail-"));
    await fileTransport(folder, from).send(outgoing);
    const [file] = await readdir(folder);
    const parsed = await simpleParser(await readFile(join(folder, file!)));
    expect([parsed.subject, parsed.text?.trim(), parsed.messageId, parsed.references]).toEqual([
      "Bestellung für Sie",
      "Grüße",
      "<mail-1@countersign>",
      "<order-1@countersign>",
    ]);
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
    await rm(folder, { recursive: true });
  });
});

describe("mail through an SMTP server", () => {
  /** An SMTP server that answers each recipient with this code. */
  const listening = async (
    answer: () => number,
    use: (transport: MailTransport, received: string[]) => Promise<void>,
  ) => {
    const received: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (_address, _session, callback) => {
        const code = answer();
        callback(code === 250 ? null : Object.assign(new Error("not now"), { responseCode: code }));
      },
      onData: (stream, _session, callback) => {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
        stream.on("end", () => {
          received.push(text);
          callback();
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      const listener = smtp.listen(0, "127.0.0.1", () => resolve((listener.address() as { port: number }).port));
    });
    await use(smtpTransport(`smtp://127.0.0.1:${port}`, from), received);
    await new Promise<void>((resolve) => smtp.close(resolve));
  };

  it("arrives, with its id and both its bodies", async () => {
    await listening(
      () => 250,
      async (transport, received) => {
        expect(await transport.send(outgoing)).toEqual({ state: "sent" });
        const parsed = await simpleParser(received[0]!);
        expect([parsed.messageId, parsed.text?.trim(), parsed.html]).toEqual([
          "<mail-1@countersign>",
          "Grüße",
          "<p>Grüße</p>",
        ]);
      },
    );
  });

  it("is retried after a temporary refusal and given up after a permanent one", async () => {
    const codes = [451, 250, 550];
    await listening(
      () => codes.shift() ?? 250,
      async (transport, received) => {
        await expect(transport.send(outgoing)).rejects.toThrow("not now");
        expect(await transport.send(outgoing)).toEqual({ state: "sent" });
        expect(await transport.send(outgoing)).toEqual({ state: "refused", code: 550 });
        expect(received).toHaveLength(1);
      },
    );
  });

  it("is retried if nobody answers", async () => {
    await expect(smtpTransport("smtp://127.0.0.1:1", from).send(outgoing)).rejects.toThrow("ECONNREFUSED");
  });
});
