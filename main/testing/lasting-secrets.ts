import type { SecretStore } from "@countersign/shared/contract/host.ts";

/** A host's secret store that outlives the application, like the operating system's. */
export const lastingSecrets = (): SecretStore => {
  const values = new Map<string, string>();
  return {
    read: (name) => Promise.resolve(values.get(name)),
    write: (name, value) => Promise.resolve(values.set(name, value).has(name)),
    remove: (name) => {
      values.delete(name);
      return Promise.resolve();
    },
  };
};
