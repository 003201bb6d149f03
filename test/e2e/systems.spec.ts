import { expect, test } from "@playwright/test";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";

import type { Desk } from "./support/network.ts";
import { Network } from "./support/network.ts";

/** One flow of each system whose orders this product approves, done by its people on their own devices. */
test.describe("the flow of each system", () => {
  let network: Network;
  let opened: Desk[] = [];

  test.beforeAll(async ({ browser }) => {
    network = await Network.start(browser);
  });
  test.afterEach(async () => {
    for (const desk of opened) await desk.close();
    opened = [];
  });
  test.afterAll(async () => {
    await network.stop();
  });

  const sitDown = async (email: string): Promise<Desk["window"]> => {
    const desk = await network.desk(email, email);
    opened.push(desk);
    await expect(desk.window.connection).toHaveText("Online");
    return desk.window;
  };

  const rosalind = "rosalind.quay@tidewind.example";
  const marlow = "marlow.finch@lanternfish.example";

  const oneLine = (major: number, currency: string): OrderRequest["lines"] => [
    { product: "Industrial gateway", quantity: "1", unitPrice: { amountMinor: major * 100, currency } },
  ];

  const hybridOrder: OrderRequest = {
    source: { system: "api" },
    requester: { email: "ivo.sleeper@juniper-rail.example" },
    customer: { externalId: "30011" },
    lines: oneLine(12_000, "GBP"),
    levelAmounts: [
      { role: "reseller", total: { amountMinor: 11_160_00, currency: "GBP" } },
      { role: "distributor", total: { amountMinor: 10_320_00, currency: "GBP" } },
    ],
  };

  test("A76 A86 A88 two partners approve the same order at the same time, each by its own amount only", async () => {
    const order = await network.place(hybridOrder);
    const reseller = await sitDown(rosalind);
    const distributor = await sitDown(marlow);
    await reseller.openOrder(order);
    await expect(reseller.stages).toContainText("At Tidewind IT’s price, 11,160.00 GBP exceeds the limit of");
    await expect(reseller.stages).toContainText(
      "Lanternfish Distribution’s credit risk settings require this approval",
    );
    await expect(reseller.stages).not.toContainText("10,320.00");
    await distributor.openOrder(order);
    await expect(distributor.stages).toContainText("10,320.00 GBP exceeds the limit of");
    await expect(distributor.stages).not.toContainText("11,160.00");

    await distributor.approve(order);
    await expect(reseller.stages).toContainText("Marlow Finch approved");
    expect(await network.order(order)).toMatchObject({ status: "pending", erpStatus: "absent" });
    await reseller.approve(order);
    await expect(distributor.page.getByText("Every stage approved this order.")).toBeVisible();
    expect(await network.order(order)).toMatchObject({ status: "approved", erpStatus: "open" });
  });

  test("A15 A17 A86 one rejection ends the order, and the other partner is told who rejected it and why", async () => {
    const order = await network.place(hybridOrder);
    const reseller = await sitDown(rosalind);
    const distributor = await sitDown(marlow);
    await distributor.openOrder(order);
    await expect(distributor.button("Approve")).toBeVisible();
    await reseller.reject(order, "Two invoices of last month are not paid.");
    await expect(distributor.stages).toContainText("No longer needed");
    await expect(distributor.stages).toContainText("Rosalind Quay rejected");
    await expect(distributor.stages).toContainText("Two invoices of last month are not paid.");
    await expect(distributor.button("Approve")).toBeHidden();
    await expect(distributor.page.getByText("Rosalind Quay already decided this stage")).toBeVisible();
    expect(await network.order(order)).toMatchObject({ status: "rejected", erpStatus: "absent" });
  });

  const press = { customer: { externalId: "30002" }, requester: { email: "ida.galley@pinecone.example" } };

  test("I03 I04 I09 I10 the cost centre’s manager first, then any one approver because its budget is exceeded", async () => {
    const order = await network.place({
      ...press,
      source: { system: "api" },
      lines: oneLine(9_000, "EUR"),
      costCentre: { id: "cc-presses", name: "Presses and bindery" },
    });
    const manager = await sitDown("clement.woodcut@pinecone.example");
    const approver = await sitDown("wilhelmina.page@pinecone.example");
    await approver.openOrder(order);
    await expect(approver.stages).toContainText("Waits for an earlier stage");
    await expect(approver.button("Approve")).toBeHidden();
    await manager.approve(order);
    await expect(approver.stages).toContainText("exceeds the cost centre’s monthly budget of 4,000.00 EUR");
    await expect(approver.stages).toContainText("any one of 2");
    await approver.approve(order);
    await expect(manager.page.getByText("Every stage approved this order.")).toBeVisible();
    expect(await network.order(order)).toMatchObject({ status: "approved", erpStatus: "open" });
  });

  test("I17 a recurring order always needs an approver, however small it is", async () => {
    const lines = oneLine(5, "EUR");
    const once = await network.place({ ...press, source: { system: "api" }, lines });
    expect(await network.order(once)).toMatchObject({ status: "not-needed" });
    const recurrence = { interval: "P1M", startsAt: "2027-01-31T08:00:00.000Z", timeZone: "Europe/Berlin" };
    const order = await network.place({ ...press, source: { system: "api" }, lines, recurrence });
    const approver = await sitDown("wilhelmina.page@pinecone.example");
    await approver.openOrder(order);
    await expect(approver.stages).toContainText("every recurring order needs a person’s approval");
    await approver.approve(order);
    await expect.poll(() => network.order(order)).toMatchObject({ status: "approved" });
  });

  test("W02 a customer’s order waits for its reseller, and goes to the ERP once the reseller approved it", async () => {
    const order = await network.place({
      source: { system: "api" },
      requester: { email: "hugo.limelight@thistledown.example" },
      customer: { externalId: "30004" },
      lines: oneLine(80, "GBP"),
    });
    expect(await network.order(order)).toMatchObject({ status: "pending", erpStatus: "absent" });
    const reseller = await sitDown(rosalind);
    await reseller.openOrder(order);
    await expect(reseller.stages).toContainText("Every order from Thistledown Theatre needs its reseller’s approval.");
    await reseller.approve(order);
    await expect.poll(() => network.order(order)).toMatchObject({ status: "approved", erpStatus: "open" });
  });

  test("S30 S31 S44 S47 authorizers of two limits in ascending order; one declines, takes it back and approves", async () => {
    const order = await network.place({
      source: { system: "api" },
      requester: { email: "skye.jarrah@quokka.example" },
      customer: { externalId: "30005" },
      lines: oneLine(10_000, "USD"),
    });
    const lower = await sitDown("matilda.banks@quokka.example");
    const upper = await sitDown("jack.wattle@quokka.example");
    await upper.openOrder(order);
    await expect(upper.stages.getByRole("listitem").first()).toContainText("exceeds the limit of 1,500.00 USD");
    await expect(upper.stages).toContainText("Waits for an earlier stage");
    await lower.approve(order);
    await expect(upper.button("Approve")).toBeVisible();
    await upper.reject(order, "We rent one instead.");
    await expect(lower.stages).toContainText("We rent one instead.");
    expect(await network.order(order)).toMatchObject({ status: "rejected" });

    await upper.button("Cancel authorization").click();
    await expect(lower.stages).toContainText("Cancelled by Jack Wattle");
    expect(await network.order(order)).toMatchObject({ status: "pending" });
    await upper.approve(order);
    await expect(lower.page.getByText("Every stage approved this order.")).toBeVisible();
    expect(await network.order(order)).toMatchObject({ status: "approved", erpStatus: "open" });
  });
});
