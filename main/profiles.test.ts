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

  it("give a server's neighbour at the same host a file of its own: a test system's decisions stay there", async () => {
    const profiles = new Profiles(directory);
    const files = [
      await profiles.remember("https://erp.example/prod", ada, "password"),
      await profiles.remember("https://erp.example/test", ada, "password"),
    ];
    expect(new Set(files.map(({ file }) => file)).size).toBe(2);
  });

  it("mean the person who signed in with an address last, where it is another one's by now", async () => {
    const profiles = new Profiles(directory);
    await profiles.remember(server, ada, "password");
    const heir = { ...ben, email: ada.email };
    await profiles.remember(server, heir, "password");
    expect((await profiles.find(server, ada.email))?.person.id).toBe(heir.id);
  });

  it("forget who was signed in at sign-out, not the profile", async () => {
    const profiles = new Profiles(directory);
    await profiles.remember(server, ada, "address");
    await profiles.signOut(server);
    expect(await profiles.currentEmail(server)).toBeUndefined();
    expect(await profiles.find(server, ada.email)).toBeDefined();
  });

  it("refuse a file that is no profile file, and leave it as it is", async () => {
    await writeFile(join(directory, "profiles.json"), "{}");
    await expect(new Profiles(directory).remember(server, ada, "address")).rejects.toThrow("profiles");
    expect(await readdir(directory)).toEqual(["profiles.json"]);
  });
});
