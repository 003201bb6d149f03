import type { ImportRefusal } from "./import-refusal.ts";
import { importRefusal } from "./import-refusal.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Requests that are still being prepared, or are over, are not for approvers here. */
const statuses: Readonly<Record<string, string>> = {
  draft: "is a draft; send the request again once it is pending",
  tiers_setup: "waits for its tiers to be set up; send the request again once it is pending",
  approved: "is already approved in its platform, so there is nothing to decide",
  failed: "has already failed in its platform, so there is nothing to decide",
};
const openStatuses = ["pending", "inquiring"];

/** Why the platform's document is not a purchase request that can be decided; nothing if it is one. */
export const otherThanPurchase = (document: unknown): ImportRefusal | undefined => {
  if (!isObject(document)) return importRefusal("is not a JSON object");
  const { asset, configuration, tier_level: level, items, tiers, type, status } = document;
  if (isObject(configuration) && asset === undefined)
    return importRefusal("a tier configuration request is not an order");
  if (level !== undefined && asset === undefined) return importRefusal("a tier configuration is not an order");
  if (Array.isArray(items) && isObject(tiers) && asset === undefined)
    return importRefusal("an asset is a running subscription and not an order; import the request that made it");
  if (!isObject(asset)) return importRefusal("has no asset, so it is not a request recorded by the platform");
  if (type !== "purchase")
    return importRefusal(`is ${JSON.stringify(type)}, and only "purchase" requests become orders`, "type");
  if (status === undefined || (typeof status === "string" && openStatuses.includes(status))) return undefined;
  const known = typeof status === "string" && Object.hasOwn(statuses, status) ? statuses[status] : undefined;
  return importRefusal(known ?? `is ${JSON.stringify(status)}, which the platform does not know`, "status");
};
