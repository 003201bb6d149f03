import type { OrderId } from "@countersign/shared/domain/ids.ts";

/** The addresses of the screens, behind the `#` of the page's own. */
export const routes = {
  inbox: "/inbox",
  history: "/history",
  outbox: "/outbox",
  order: "/orders/:id",
  mailPreferences: "/mail-preferences",
} as const;

export const orderPath = (orderId: OrderId): string => `/orders/${encodeURIComponent(orderId)}`;
