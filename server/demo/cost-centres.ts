import type { z } from "zod";

import type { costCentreSchema } from "@countersign/shared/domain/order.ts";

export type CostCentre = z.infer<typeof costCentreSchema>;

export const costCentres = {
  ovens: { id: "cc-ovens", name: "Ovens and equipment" },
  shops: { id: "cc-shops", name: "Shop floor" },
  fleet: { id: "cc-fleet", name: "Fleet and moorings" },
  presses: { id: "cc-presses", name: "Presses and bindery" },
  wards: { id: "cc-wards", name: "Wards" },
} as const satisfies Record<string, CostCentre>;
