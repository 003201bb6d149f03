import { parseArgs } from "node:util";

/** The part of curl that the tour in the README needs, for machines without it. */
const { values, positionals } = parseArgs({
  options: {
    silent: { type: "boolean", short: "s" },
    "no-buffer": { type: "boolean", short: "N" },
    header: { type: "string", short: "H", multiple: true },
    data: { type: "string", short: "d" },
    request: { type: "string", short: "X" },
    "max-time": { type: "string" },
  },
  allowPositionals: true,
});
const [address = ""] = positionals;
const headers = (values.header ?? []).map((header): [string, string] => {
  const [name = "", ...value] = header.split(":");
  return [name, value.join(":").trim()];
});
const seconds = values["max-time"];
try {
  const answer = await fetch(`http://${address}`, {
    method: values.request ?? (values.data === undefined ? "GET" : "POST"),
    headers,
    ...(values.data === undefined ? {} : { body: values.data }),
    ...(seconds === undefined ? {} : { signal: AbortSignal.timeout(Number(seconds) * 1_000) }),
  });
  for await (const chunk of answer.body ?? []) process.stdout.write(chunk);
} catch (error) {
  if (!(error instanceof DOMException && error.name === "TimeoutError")) throw error;
  process.exitCode = 28;
}
