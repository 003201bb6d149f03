import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";

test.describe("the browser of these tests", () => {
  let page: Server;
  let stranger: Server;

  test.beforeAll(async () => {
    page = await serve({ "content-security-policy": "default-src 'self'; connect-src *" });
    stranger = await serve({});
  });

  test.afterAll(() => {
    page.close();
    stranger.close();
  });

  test("shows a page", async ({ page: tab }) => {
    await tab.goto(urlOf(page));
    await expect(tab.getByRole("heading", { name: "Hello" })).toBeVisible();
  });

  test("obeys a content security policy", async ({ page: tab }) => {
    await tab.goto(urlOf(page));
    await expect(tab.getByRole("status")).toHaveText("inline script refused");
    await tab.goto(urlOf(stranger));
    await expect(tab.getByRole("status")).toHaveText("inline script ran");
  });

  test("keeps origins apart", async ({ page: tab }) => {
    await tab.goto(urlOf(page));
    const read = (url: string): Promise<string> =>
      tab.evaluate(
        (to) =>
          fetch(to).then(
            ({ type }) => type,
            () => "refused",
          ),
        url,
      );
    expect(await read(urlOf(page))).toBe("basic");
    expect(await read(urlOf(stranger))).toBe("refused");
  });
});

const html = `<!doctype html><html lang="en"><title>Hello</title><h1>Hello</h1>
<p role="status">inline script refused</p>
<script>document.querySelector("p").textContent = "inline script ran";</script></html>`;

async function serve(headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html", ...headers }).end(html);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}
