import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

import type { SignInMethod } from "@countersign/shared/contract/views.ts";
import { signInMethodSchema } from "@countersign/shared/contract/views.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import { asSent } from "@countersign/shared/domain/newer.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { personSchema } from "@countersign/shared/domain/people.ts";

import { replaceFile } from "./replace-file.ts";

const profileSchema = z.strictObject({
  server: z.string(),
  file: z.string(),
  person: loosened(personSchema),
  /** Missing in files from before there was a second method. */
  signsInBy: signInMethodSchema.default("address"),
});
export type Profile = z.infer<typeof profileSchema>;

const fileSchema = z.strictObject({
  profiles: z.array(profileSchema),
  /** The person last signed in, per server: their inbox opens at the next start, even without a network. */
  current: z.record(z.string(), z.string()),
  /** The last chosen server. */
  server: z.string().exactOptional(),
});
type ProfileFile = z.infer<typeof fileSchema>;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** A file name for a new profile: readable, safe on every file system, and different for every server and person. */
const newFileName = (server: string, person: LoosePerson): string => {
  const digest = createHash("sha256").update(`${server} ${person.id}`).digest("hex").slice(0, 12);
  return `${new URL(server).host}-${person.id}-${digest}`.replaceAll(/[^\w.-]+/g, "_");
};

/** Which people used this data folder, on which servers, and the name of each one's store. */
export class Profiles {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, "profiles.json");
  }

  async find(server: string, email: string): Promise<Profile | undefined> {
    const { profiles } = await this.#read();
    // An address may belong to another person by now: the last one who signed in with it is meant.
    return profiles.findLast(
      (profile) => profile.server === server && profile.person.email.toLowerCase() === email.toLowerCase(),
    );
  }

  /** The address of the person last signed in. */
  async currentEmail(server: string): Promise<string | undefined> {
    return (await this.#read()).current[server];
  }

  /** The server last chosen in this folder. */
  async chosenServer(): Promise<string | undefined> {
    return (await this.#read()).server;
  }

  async chooseServer(server: string): Promise<void> {
    await this.#write({ ...(await this.#read()), server });
  }

  /** How people last signed in to this server; `undefined` if nobody has. */
  async signInMethod(server: string): Promise<SignInMethod | undefined> {
    const { profiles } = await this.#read();
    return profiles.findLast((profile) => profile.server === server)?.signsInBy;
  }

  /** Remembers the person as the one who is signed in. */
  async remember(server: string, person: LoosePerson, signsInBy: SignInMethod): Promise<Profile> {
    const { profiles, current, ...rest } = await this.#read();
    const known = profiles.find((profile) => profile.server === server && profile.person.id === person.id);
    const profile: Profile = { server, file: known?.file ?? newFileName(server, person), person, signsInBy };
    await this.#write({
      ...rest,
      profiles: [...profiles.filter((other) => other !== known), profile],
      current: { ...current, [server]: person.email },
    });
    return profile;
  }

  /** Records that nobody is signed in; their data stays. */
  async signOut(server: string): Promise<void> {
    const { current, ...rest } = await this.#read();
    const { [server]: _left, ...others } = current;
    await this.#write({ ...rest, current: others });
  }

  async #read(): Promise<ProfileFile> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#path, "utf8")));
    } catch (error) {
      if (isMissing(error)) return { profiles: [], current: {} };
      throw error;
    }
  }

  async #write(content: ProfileFile): Promise<void> {
    await replaceFile(this.#path, `${JSON.stringify(asSent(content), undefined, 2)}\n`);
  }
}
