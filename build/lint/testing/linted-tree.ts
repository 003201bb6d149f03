import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../../..");

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Where a rule reported a problem, and its message. */
export interface Finding {
  readonly filename: string;
  readonly line: number;
  readonly message: string;
}

/** A small repository: this one's configuration, the real oxlint, and files that break the rules. */
export interface LintedTree {
  write(file: string, lines: readonly string[]): Promise<void>;
  /** What the rule (as oxlint prints it) finds, in the order of the lines. */
  lint(code: string): Promise<readonly Finding[]>;
  remove(): Promise<void>;
}

export const makeLintedTree = async (): Promise<LintedTree> => {
  const root = await mkdtemp(join(tmpdir(), "linted-"));
  await cp(join(repository, "build/lint"), join(root, "build/lint"), { recursive: true });
  await cp(join(repository, "oxlint.config.ts"), join(root, "oxlint.config.ts"));
  await writeFile(join(root, "package.json"), `{ "type": "module" }`);
  await symlink(join(repository, "node_modules"), join(root, "node_modules"), "junction");

  const run = async (): Promise<string> => {
    const oxlint = join(repository, "node_modules/oxlint/bin/oxlint");
    const entries = await readdir(root, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return new Promise((done) => {
      // oxlint exits with 1 when it finds something; what counts is its report.
      execFile(
        process.execPath,
        [oxlint, "--format", "json", ...folders],
        { cwd: root, timeout: 30_000 },
        (_, stdout) => done(stdout),
      );
    });
  };

  return {
    write: async (file, lines) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), `${lines.join("\n")}\n`);
    },
    lint: async (code) =>
      (JSON.parse(await run()) as { diagnostics: readonly Diagnostic[] }).diagnostics
        .filter((found) => found.code === code)
        .map(({ filename, message, labels }) => ({ filename, message, line: labels[0]?.span.line ?? 0 }))
        .toSorted((a, b) => a.line - b.line),
    remove: () => rm(root, { recursive: true, force: true }),
  };
};
