import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";

type Method = (...args: unknown[]) => unknown;

/** Every single call by which a store changes its folder. */
const places: readonly (readonly [holder: object, methods: readonly string[]])[] = [
  [StatementSync.prototype, ["run", "get", "all"]],
  [DatabaseSync.prototype, ["exec", "close"]],
  [fs, ["writeFileSync", "renameSync", "rmSync"]],
];

/** Calls `onStep` just before each step by which a store changes its folder; returns the function that ends it. */
export const beforeEachStep = (onStep: () => void): (() => void) => {
  const originals = places.flatMap(([holder, methods]) =>
    methods.map((method) => [holder, method, Reflect.get(holder, method) as Method] as const),
  );
  for (const [holder, method, original] of originals)
    Reflect.set(holder, method, function (this: unknown, ...args: unknown[]): unknown {
      onStep();
      return original.apply(this, args);
    });
  syncBuiltinESMExports();
  return () => {
    for (const [holder, method, original] of originals) Reflect.set(holder, method, original);
    syncBuiltinESMExports();
  };
};

/** Kills this process just before its step with this number, counted from 1. */
export const killAtStep = (number: number): void => {
  let steps = 0;
  beforeEachStep(() => {
    steps += 1;
    if (steps === number) process.kill(process.pid, "SIGKILL");
  });
};
