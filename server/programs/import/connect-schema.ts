import { z } from "zod";

import { anyInstantSchema } from "@countersign/shared/domain/instant.ts";

/** The platform writes an absent value in many ways: a missing field, `null`, `""` or `{}`. */
const blankAsNothing = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

/** An id or a quantity: text, or a number that is read as text. */
const written = z.preprocess(
  blankAsNothing,
  z
    .union([z.string(), z.number()], "is neither text nor a number")
    .transform((value) => String(value).trim())
    .optional(),
);
const text = z.preprocess(blankAsNothing, z.string("is not text").trim().optional());

const address = z.preprocess(blankAsNothing, z.email("is not an e-mail address").max(254).optional());
const moment = z.preprocess(blankAsNothing, anyInstantSchema.optional());

const nothingAsEmpty = (value: unknown): unknown => value ?? {};

const contactSchema = z.looseObject({ first_name: text, last_name: text, email: address });
const contactInfoSchema = z.looseObject({
  country: text,
  contact: z.preprocess(nothingAsEmpty, contactSchema),
});

const partySchema = z.looseObject(
  {
    id: written,
    external_id: written,
    external_uid: written,
    name: text,
    contact_info: z.preprocess(nothingAsEmpty, contactInfoSchema),
  },
  "is missing",
);
export type ConnectParty = z.infer<typeof partySchema>;

const itemSchema = z.looseObject({
  id: written,
  global_id: written,
  mpn: written,
  display_name: text,
  type: text,
  item_type: text,
  period: text,
  quantity: written,
  old_quantity: written,
});
export type ConnectItem = z.infer<typeof itemSchema>;

const assetSchema = z.looseObject({
  external_id: written,
  external_uid: written,
  product: z.looseObject({ id: written, name: text }, "is missing"),
  connection: z.preprocess(
    nothingAsEmpty,
    z.looseObject({ vendor: z.preprocess(nothingAsEmpty, z.looseObject({ name: text })) }),
  ),
  items: z.array(itemSchema, "is missing"),
  tiers: z.looseObject({ customer: partySchema, tier1: z.preprocess(nothingAsEmpty, partySchema) }, "is missing"),
});

/** The fields of a CloudBlue Connect request that an order needs, as the platform records them; others are ignored. */
export const connectRequestSchema = z.looseObject({
  id: written,
  type: text,
  status: text,
  note: text,
  created: moment,
  asset: assetSchema,
});
export type ConnectRequest = z.infer<typeof connectRequestSchema>;
