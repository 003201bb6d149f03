import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";

import { test } from "./support/test.ts";

test.describe("the packed application", () => {
  test("D09 starts from its archive, and sends what was decided without a network", async ({ desk, packed }) => {
    const { first, orders } = desk.shared;
    const order = orders[3]!;
    const { application, window } = await desk.open("packed");
    await desk.stopServer();
    await expect(window.connection).not.toHaveText("Online");
    await window.approve(order);
    await expect(window.waitingToSend).toHaveText("1");
    await application.close();
    await desk.startServer();

    expect(await readdir(join(packed.folder, "resources"))).not.toContain("app");
    const program = packed.start(desk.argumentsFor("packed"));
    await program.ready();
    const arrived = async (): Promise<number> => {
      const history = await first.pullAll("history");
      return history.filter(({ person, orderId }) => person.personId === first.person.id && orderId === order.id)
        .length;
    };
    await expect.poll(arrived).toBe(1);
    expect((await program.stop()).code).toBe(0);
  });

  test("runs no code beside its archive", async ({ desk, packed }) => {
    const intruder = join(packed.folder, "resources/app");
    await mkdir(intruder);
    await writeFile(join(intruder, "package.json"), JSON.stringify({ main: "main.cjs" }));
    await writeFile(join(intruder, "main.cjs"), "console.log('an intruder'); process.exit(0);");
    const program = packed.start(desk.argumentsFor("intruder"));
    await program.ready();
    expect((await program.stop()).output).not.toContain("an intruder");
    await rm(intruder, { recursive: true });
  });

  test("cannot be used as Node, and takes no Node options from the environment", async ({ desk, packed }) => {
    const folder = desk.dataOf("options");
    const required = join(packed.folder, "required.cjs");
    await writeFile(required, "console.log('an option');");
    const program = packed.start(["--eval=console.log('an option')", required, ...desk.argumentsFor("options")], {
      env: { ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: `--require=${required}` },
    });
    await program.ready();
    expect((await program.stop()).output).not.toContain("an option");
    expect(await readdir(folder)).not.toHaveLength(0);
  });

  test("cannot be debugged, neither its window nor its main process", async ({ desk, packed }) => {
    for (const option of ["--remote-debugging-port=0", "--remote-debugging-pipe", "--inspect=0"]) {
      const { code, output } = await packed.start([option, ...desk.argumentsFor("debugged")]).ended();
      expect(output).toContain(`Countersign cannot be debugged: start it without ${option.replace("=0", "")}.`);
      expect(output).not.toMatch(/listening on ws:|"ready":true/);
      expect(code).toBe(4);
    }
  });
});
