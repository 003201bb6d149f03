import type { OrderId } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";

import type { ChargeRefusal } from "./charge.ts";
import type { CreditRefusal } from "./credit.ts";

/** Who is notified of what by the acceptance checks. The delivery is not the engine's concern. */
export type AcceptanceNotification =
  /** W19, W59: with the figures, if there are any. */
  | {
      readonly type: "credit-insufficient";
      readonly to: "reseller";
      readonly orderId: OrderId;
      readonly reason: CreditRefusal;
    }
  /** W18, W22: the distributor has to execute the order, or to hold it until there is credit (W20). */
  | {
      readonly type: "order-submitted";
      readonly to: "distributor";
      readonly orderId: OrderId;
      readonly because: "insufficient-credit" | "manual-execution";
    }
  /** W28: the warning that the reseller reads. */
  | {
      readonly type: "payment-method-unsupported";
      readonly to: "reseller";
      readonly orderId: OrderId;
      readonly reason: Refusal<"payment-method-unsupported">;
    }
  /** W27: goes to the reseller alone. */
  | {
      readonly type: "payment-failed";
      readonly to: "reseller";
      readonly orderId: OrderId;
      readonly reason: ChargeRefusal;
    };
