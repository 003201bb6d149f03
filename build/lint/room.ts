/** A folder of the code, and what its files may import. */
export interface Room {
  /** `*` stands for one path segment (each such folder is a room of its own). */
  readonly folder: string;
  /** `a/b` is that room alone, `a/b/**` is it and every room inside it. */
  readonly rooms: readonly string[];
  /** Whether Node's built-in modules may be imported. */
  readonly node: boolean;
  /** By name; a package's sub-paths are included. */
  readonly packages: readonly string[];
}
