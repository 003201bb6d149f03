import { useState } from "react";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { AppError, InboxRow } from "@countersign/shared/contract/views.ts";

interface RefusalOfRow {
  /** Why the active order cannot be decided here, once the person has tried. */
  readonly refusal: AppError | undefined;
  /** Decides the order if this program may; otherwise only says why not. */
  readonly ifDecidable: (row: InboxRow, decide: (row: InboxRow) => void) => void;
}

/** The refusal belongs to the order that was tried: it goes when another one becomes active, or when this one can be decided. */
export const useRefusal = (active: InboxRow | undefined): RefusalOfRow => {
  const [triedId, setTriedId] = useState<OrderId>();
  return {
    refusal: active?.mayDecide.allowed === false && active.orderId === triedId ? active.mayDecide.refusal : undefined,
    ifDecidable: (row, decide) => {
      setTriedId(row.orderId);
      if (row.mayDecide.allowed) decide(row);
    },
  };
};
