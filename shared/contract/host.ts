/** Where secrets are kept: the operating system's store where the host has one, else only in memory. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}
