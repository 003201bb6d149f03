import { z } from "zod";

import { personIdSchema } from "#shared/domain/ids.ts";
import { shopAccountSchema } from "#shared/domain/shop-account.ts";

import { apiDocuments } from "./documents.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const [regularSchema, managerSchema, subAccountSchema] = shopAccountSchema.options;

export const { mayOrder, maySeePrices, maySeeStock, mayAuthorize, budget } = subAccountSchema.shape;

/** `PATCH /v1/shop-accounts/:id`; missing fields stay as they are. The address and the company cannot change (S13, S34). */
export const shopAccountChangeSchema = named(
  "ShopAccountChange",
  z.strictObject({
    /** Another role, given by an administrator (S11); nobody becomes a sub-account. */
    kind: z.enum([regularSchema.shape.kind.value, managerSchema.shape.kind.value]).exactOptional(),
    name: subAccountSchema.shape.name.exactOptional(),
    isActivated: subAccountSchema.shape.isActivated.exactOptional(),
    mayOrder: mayOrder.exactOptional(),
    maySeePrices: maySeePrices.exactOptional(),
    maySeeStock: maySeeStock.exactOptional(),
    mayAuthorize: mayAuthorize.exactOptional(),
    budget: budget.exactOptional(),
  }),
);
export type ShopAccountChange = z.output<typeof shopAccountChangeSchema>;

const params = z.strictObject({ id: personIdSchema });

const accounts = named("ShopAccounts", z.strictObject({ accounts: z.array(apiDocuments.shopAccount) }));

/** The accounts of the web store, each within its own company. */
export const shopAccountOperations = operationsOf({
  readShopAccounts: { method: "GET", path: "/v1/shop-accounts", answer: accounts },
  readShopAccount: { method: "GET", path: "/v1/shop-accounts/:id", params, answer: apiDocuments.shopAccount },
  changeShopAccount: {
    method: "PATCH",
    path: "/v1/shop-accounts/:id",
    params,
    body: shopAccountChangeSchema,
    answer: apiDocuments.shopAccount,
  },
});
