/** What a test starts with a call. */
export interface Starter {
  /** The module, from the repository's root, or a package. */
  readonly module: string;
  readonly name: string;
  /** `window`: the application with its screens; `server`: a server that answers over HTTP; `product`: the built application. */
  readonly starts?: "window" | "server" | "product";
  /** Whose companies and people exist: the demo's or a test's, or those of a network founded as an operator would. */
  readonly network?: "seed" | "founded";
}

/**
 * Everything that starts something in a test, and so lifts the test above the engine's level. A test counts by what it
 * imports from here, directly or through helpers in `test` and `testing` folders.
 */
export const starters: readonly Starter[] = [
  { module: "server/testing/program.ts", name: "startServer", starts: "server" },
  { module: "test/support/client-program.ts", name: "startClient", starts: "window" },
  { module: "server/node/start.ts", name: "startServer", starts: "server" },
  { module: "server/testing/over-http.ts", name: "overHttp", starts: "server", network: "seed" },
  { module: "test/e2e/support/network.ts", name: "Network", network: "seed" },
  { module: "test/e2e/support/electron-in-chromium.ts", name: "openElectronInChromium", starts: "window" },
  { module: "@playwright/test", name: "_electron", starts: "window" },
  { module: "main/hosts/electron/testing/built-application.ts", name: "builtApplication", starts: "product" },
  { module: "server/testing/found-program.ts", name: "runFound", network: "founded" },
];
