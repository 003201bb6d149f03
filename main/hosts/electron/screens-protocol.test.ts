import { describe, expect, it } from "vitest";

import type { ScreenFile } from "#main/hosts/screen-files.ts";

import { answerScreens } from "./screens-protocol.ts";

const screenFile = (type: string, content: string): ScreenFile => ({ type, content: Buffer.from(content) });
const answer = answerScreens(
  new Map([
    ["/index.html", screenFile("text/html; charset=utf-8", "<!doctype html>")],
    ["/assets/index.js", screenFile("text/javascript; charset=utf-8", "export {};")],
  ]),
);
const get = (url: string) => answer({ url, method: "GET" });

describe("app://countersign/", () => {
  it("is the start page", async () => {
    const response = get("app://countersign/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toBe("<!doctype html>");
  });

  it("serves the built files, each with its type", async () => {
    const response = get("app://countersign/assets/index.js?v=1#there");
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await response.text()).toBe("export {};");
  });

  it.each([
    "app://countersign/missing.js",
    "app://countersign/../secret.txt",
    "app://countersign/%2e%2e/secret.txt",
    "app://countersign/assets/..%2f..%2fsecret.txt",
    "app://countersign//etc/passwd",
    "app://countersign.example/",
    "app://elsewhere/",
    "app://person@countersign/",
    "app://countersign:80/",
  ])("has nothing else: %s", (url) => {
    expect(get(url).status).toBe(404);
  });

  it.each(["POST", "PUT", "HEAD"])("is read-only (%s)", (method) => {
    expect(answer({ url: "app://countersign/", method }).status).toBe(405);
  });

  it.each(["app://countersign/", "app://countersign/missing.js", "app://elsewhere/"])(
    "answers under the strict policy, whatever it answers: %s",
    (url) => {
      const { headers } = get(url);
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self'; .*connect-src 'none'/,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    },
  );
});
