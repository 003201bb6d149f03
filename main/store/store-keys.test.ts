import { describe, expect, it } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { lastingSecrets } from "#main/testing/lasting-secrets.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { isStoreEncrypted, storeKeys } from "./store-keys.ts";

const clockAt = (year: number) => ({ now: () => instantSchema.parse(`${year}-06-01T00:00:00.000Z`) });

describe("the keys of the stores", () => {
  it("are kept by the host, another for each file, and the same at the next start", async () => {
    const secrets = lastingSecrets();
    const ring = storeKeys({ secrets, clock: clockAt(2026) });
    const key = await ring.createKey("ada");
    expect(key).toHaveLength(32);
    expect(await ring.createKey("ben")).not.toEqual(key);
    expect(await storeKeys({ secrets, clock: clockAt(2026) }).keysOf("ada")).toEqual([key]);
    expect(await isStoreEncrypted(secrets, "ada")).toBe(true);
  });

  it("are renewed after a year; the older one stays for a file that was not opened since", async () => {
    const secrets = lastingSecrets();
    const first = await storeKeys({ secrets, clock: clockAt(2026) }).createKey("ada");
    const later = storeKeys({ secrets, clock: clockAt(2028) });
    const [newest, older] = await later.keysOf("ada");
    expect(older).toEqual(first);
    expect(newest).not.toEqual(first);
    expect(await later.keysOf("ada")).toEqual([newest, older]);
  });

  it("are not made by a host that forgets its secrets, so that nothing is encrypted for ever", async () => {
    const secrets = memorySecrets();
    const ring = storeKeys({ secrets, clock: clockAt(2026) });
    expect(await ring.createKey("ada")).toBeUndefined();
    expect(await ring.keysOf("ada")).toEqual([]);
    expect(await isStoreEncrypted(secrets, "ada")).toBe(false);
  });
});
