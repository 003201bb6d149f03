import { defineConfig } from "oxlint";

const tests = ["**/*.test.ts", "**/*.test.tsx", "**/testing/**", "test/**"];

/** What only a device or a process has: the pure code gets its clock, ids and transport as arguments. */
const impureGlobals = [
  "process",
  "Buffer",
  "global",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "window",
  "document",
  "navigator",
  "location",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "fetch",
  "WebSocket",
].map((name) => ({ name, message: "shared runs anywhere: take what you need as an argument" }));

const impureProperties = [
  { object: "Date", property: "now", message: "take the clock as an argument" },
  { object: "Math", property: "random", message: "take the source of randomness as an argument" },
  { object: "crypto", property: "randomUUID", message: "take the source of ids as an argument" },
];

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node", "react", "jsx-a11y", "vitest"],
  // Rules that need types run with `--type-aware` (build/lint.ts).
  jsPlugins: ["./build/lint/plugin.ts"],
  options: { denyWarnings: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["node_modules/**", "out/**", "dist/**", "docs/**"],
  categories: { correctness: "error", suspicious: "error" },
  rules: {
    // Which folder may import what: build/lint/rooms.ts.
    "countersign/rooms": ["error", { root: import.meta.dirname }],
    // One exported name, one meaning: docs/glossary.md.
    "countersign/unique-exports": [
      "error",
      { root: import.meta.dirname, folders: ["shared", "main", "renderer", "server", "build"] },
    ],
    // A type counts: who reads one file of a circle has to read them all.
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-self-import": "error",
    "import/no-duplicates": "error",
    "import/no-default-export": "error",
    "import/first": "error",
    "unicorn/prefer-node-protocol": "error",
    "typescript/consistent-type-imports": "error",
    "no-restricted-imports": [
      "error",
      { paths: [{ name: "rxdb/plugins/electron", message: "it accepts any sender and wants Node in the window" }] },
    ],

    // Types say the truth.
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-unsafe-argument": "error",
    "typescript/no-unsafe-assignment": "error",
    "typescript/no-unsafe-call": "error",
    "typescript/no-unsafe-member-access": "error",
    "typescript/no-unsafe-return": "error",
    "typescript/no-unnecessary-type-assertion": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],

    // Nothing is lost: no promise without an owner, no error without its cause.
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/only-throw-error": ["error", { allowRethrowing: true, allowThrowingUnknown: true }],
    "typescript/prefer-promise-reject-errors": ["error", { allowThrowingUnknown: true }],
    "typescript/return-await": ["error", "in-try-catch"],
    "typescript/use-unknown-in-catch-callback-variable": "error",
    "preserve-caught-error": "error",
    "no-empty": "error",

    eqeqeq: "error",
    "no-console": "error",
    "no-eval": "error",
    "no-new-func": "error",
    "no-param-reassign": "error",
    "no-var": "error",
    "prefer-const": "error",
    "react/button-has-type": "error",
    "react/no-danger": "error",
    "react/no-array-index-key": "error",
    "react/rules-of-hooks": "error",
    "react/exhaustive-deps": "error",

    // Switched off, each for its reason.
    "no-await-in-loop": "off", // order is often the point (migrations, outbox)
    "no-shadow": "off", // short lambdas may reuse a name
    "no-unmodified-loop-condition": "off", // an optional bound opens a loop without changing in it
    "no-underscore-dangle": "off", // RxDB's documents carry _rev, _meta, _deleted
    "react/react-in-jsx-scope": "off", // the automatic JSX runtime
    "unicorn/consistent-function-scoping": "off", // a local helper may stay local
    "unicorn/no-array-sort": "off", // sorting a copy in place is fine, and toSorted is not in every target
    "import/no-named-as-default-member": "off", // fc.array, pg.Client: how those packages are used
    "import/no-unassigned-import": ["error", { allow: ["**/*.css"] }],
    "typescript/no-unsafe-type-assertion": "off", // the edges (zod, SQLite rows) narrow by assertion after the check
    "typescript/consistent-return": "off", // the compiler checks it
  },
  overrides: [
    {
      // No React there: a function named `use` is no hook.
      files: ["shared/**", "main/**", "server/**", "build/**", "test/**"],
      rules: { "react/rules-of-hooks": "off", "react/hooks": "off", "react/exhaustive-deps": "off" },
    },
    {
      files: ["shared/**"],
      excludeFiles: tests,
      rules: {
        "no-restricted-globals": ["error", ...impureGlobals],
        "no-restricted-properties": ["error", ...impureProperties],
      },
    },
    {
      // What is refused is a value; only what speaks HTTP chooses a status and throws.
      files: ["server/**"],
      excludeFiles: [...tests, "server/foundation/http/**", "server/records/routes/**"],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            paths: [
              {
                name: "#server/foundation/http/problem.ts",
                message: "return a Result: its status is chosen in one place",
              },
            ],
          },
        ],
      },
    },
    {
      // A refusal that nobody looks at has let something pass.
      files: ["shared/**", "server/**", "main/**"],
      excludeFiles: tests,
      rules: {
        "countersign/used-results": ["error", { root: import.meta.dirname, folders: ["shared", "server", "main"] }],
      },
    },
    {
      // Words lie in shared/words; here stand codes. What the log, the API's own description and SQL say is no word of the product.
      files: [
        "renderer/**",
        "server/features/**",
        "server/records/**",
        "server/foundation/http/**",
        "server/foundation/link-pages/**",
        "shared/domain/**",
        "shared/engine/**",
        "shared/commands/**",
        "shared/contract/**",
        "main/*.ts",
        "main/sync/**",
        "main/views/**",
      ],
      excludeFiles: [...tests, "**/*.config.ts"],
      rules: {
        "countersign/stray-words": [
          "error",
          {
            calls: ["debug", "info", "warn", "error", "describe", "query", "hashPassword", "Symbol"],
            // `failure` is what a job tells the log, `cause` what tells one mail or delivery from another.
            properties: ["summary", "description", "examples", "tags", "className", "placement", "failure", "cause"],
            tags: ["sql"],
            constants: ["example", "summaries", "placeOf", "keyOf", "notifyChannel", "dynamicValidation", "LifeCycle"],
          },
        ],
      },
    },
    {
      files: ["**/*.config.ts", "build/lint/plugin.ts"],
      rules: { "import/no-default-export": "off" }, // their tools want one
    },
    {
      // A program that a person starts answers on the terminal.
      files: [
        "build/**",
        "test/**",
        "server/node/main.ts",
        "server/programs/import/main.ts",
        "server/programs/run-once.ts",
        "main/hosts/*/main.ts",
        "main/hosts/browser/run.ts",
      ],
      rules: { "no-console": "off" },
    },
    {
      files: tests,
      rules: {
        "typescript/no-non-null-assertion": "off",
        "vitest/no-focused-tests": "error",
        "vitest/no-disabled-tests": "error",
        "vitest/no-conditional-tests": "off",
        "vitest/require-mock-type-parameters": "off",
      },
    },
  ],
});
