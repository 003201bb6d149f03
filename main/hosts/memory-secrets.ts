import type { SecretStore } from "@countersign/shared/contract/host.ts";

/** For a host without the operating system's secret store: a session lives only as long as the process. */
export const memorySecrets = (): SecretStore => {
  const values = new Map<string, string>();
  return {
    read: (name) => Promise.resolve(values.get(name)),
    write: (name, value) => {
      values.set(name, value);
      return Promise.resolve(false);
    },
    remove: (name) => {
      values.delete(name);
      return Promise.resolve();
    },
  };
};
