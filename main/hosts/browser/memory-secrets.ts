import type { SecretStore } from "#shared/contract/host.ts";

/** A browser host has no secret store of the operating system, so a session lives only as long as the process. */
export const memorySecrets = (): SecretStore => {
  const values = new Map<string, string>();
  return {
    read: (name) => Promise.resolve(values.get(name)),
    write: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    remove: (name) => {
      values.delete(name);
      return Promise.resolve();
    },
  };
};
