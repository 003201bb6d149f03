import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, ben } from "#main/testing/orders.ts";

import { Profiles } from "./profiles.ts";

const server = "http://127.0.0.1:4000";

describe("the profiles of a data folder", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "countersign-profiles-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("remember who was signed in, so that the next start needs no network", async () => {
    const profile = await new Profiles(directory).remember(server, ada, "address");
    const later = new Profiles(directory);
    expect(await later.currentEmail(server)).toBe(ada.email);
    expect(await later.find(server, ada.email.toUpperCase())).toEqual(profile);
  });

  it("give every person on every server a file of their own, and keep it", async () => {
    const profiles = new Profiles(directory);
    const files = [
      await profiles.remember(server, ada, "address"),
      await profiles.remember(server, ben, "password"),
      await profiles.remember("http://127.0.0.1:4001", ada, "address"),
    ].map(({ file }) => file);
    expect(new Set(files).size).toBe(3);
    const renamed = await profiles.remember(server, { ...ada, name: "Ada Winter" }, "address");
    expect(renamed.file).toBe(files[0]);
  });

  it("keep servers on the same host apart: decisions for a test system stay there", async () => {
    const profiles = new Profiles(directory);
    const files = [
      await profiles.remember("https://erp.example/prod", ada, "password"),
      await profiles.remember("https://erp.example/test", ada, "password"),
    ];
    expect(new Set(files.map(({ file }) => file)).size).toBe(2);
  });

  it("use the last person who signed in with an address, if it now belongs to another one", async () => {
    const profiles = new Profiles(directory);
    await profiles.remember(server, ada, "password");
    const heir = { ...ben, email: ada.email };
    await profiles.remember(server, heir, "password");
    expect((await profiles.find(server, ada.email))?.person.id).toBe(heir.id);
  });

  it("forget at sign-out who was signed in, but keep the profile", async () => {
    const profiles = new Profiles(directory);
    await profiles.remember(server, ada, "address");
    await profiles.signOut(server);
    expect(await profiles.currentEmail(server)).toBeUndefined();
    expect(await profiles.find(server, ada.email)).toBeDefined();
  });

  it("refuse a file that is not a profile file, and leave it as it is", async () => {
    await writeFile(join(directory, "profiles.json"), "{}");
    await expect(new Profiles(directory).remember(server, ada, "address")).rejects.toThrow("profiles");
    expect(await readdir(directory)).toEqual(["profiles.json"]);
  });
});
