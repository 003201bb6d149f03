/** Where secrets are kept: in the operating system's store if the host has one, otherwise only in memory. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>;
  /** Resolves to whether the secret will be there at the next start. */
  write(name: string, value: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}
