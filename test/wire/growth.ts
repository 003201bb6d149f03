import type { Replacement } from "#test/support/replaced-source.ts";

/** A newer version: today's with an additional field, status and command. */
export const growth: readonly Replacement[] = [
  {
    file: "shared/domain/order.ts",
    text: "  flow: approvalFlowSchema,",
    by: "  flow: approvalFlowSchema,\n  carbonGrams: z.int().exactOptional(),",
  },
  {
    file: "shared/domain/order.ts",
    text: `  "failed-after-approval",\n]`,
    by: `  "failed-after-approval",\n  "on-hold",\n]`,
  },
  {
    file: "shared/commands/payloads.ts",
    text: "export const commandPayloads = {",
    by: `export const commandPayloads = {\n  "follow-order": z.strictObject({ orderId: orderIdSchema }),`,
  },
  {
    file: "shared/commands/apply.ts",
    text: `    case "comment-on-order":`,
    by: `    case "follow-order":\n      return ok(comment(order, { id, text: "I follow this.", ...made }));\n    case "comment-on-order":`,
  },
  {
    file: "shared/commands/record.ts",
    text: `if (intent.type === "comment-on-order")`,
    by: `if (intent.type === "comment-on-order" || intent.type === "follow-order")`,
  },
];
