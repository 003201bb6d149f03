import type { TopicName, TopicParams, TopicValue } from "@countersign/shared/contract/bridge.ts";

import type { ViewChange } from "./change.ts";

/** The topics that need a signed-in person. */
export type WorkspaceTopic = Exclude<TopicName, "session">;

type Written = Extract<ViewChange, { readonly kind: "written" }>;

type Touches = {
  readonly [Name in WorkspaceTopic]: (
    written: Written,
    params: TopicParams<Name>,
    last: TopicValue<Name> | undefined,
  ) => boolean;
};

const touchesInbox = ({ concernsInbox, concernsOwn }: Written): boolean => concernsInbox || concernsOwn;

/** What a write must concern to change a topic's value. Without the last value, it is unknown what that depends on. */
const touches: Touches = {
  status: (written, _params, last) =>
    written.collection === "device" ||
    written.collection === "commands" ||
    (written.collection === "orders" && (last === undefined || last.loading !== undefined)) ||
    touchesInbox(written),
  inbox: touchesInbox,
  order: ({ orderIds }, { orderId }) => orderIds.has(orderId),
  outbox: ({ collection, orderIds }, _params, last) =>
    collection === "commands" ||
    (collection === "orders" &&
      (last === undefined || last.entries.some(({ orderId }) => orderId !== undefined && orderIds.has(orderId)))),
  history: ({ collection, concernsOwn }) => collection === "history" || concernsOwn,
};

/** Whether a change may affect a topic's value, which was `last`. */
export const isTouchedBy = <Name extends WorkspaceTopic>(
  name: Name,
  params: TopicParams<Name>,
  change: ViewChange,
  last: TopicValue<Name> | undefined,
): boolean => {
  switch (change.kind) {
    case "everything":
      return true;
    case "connection":
      return name === "status";
    case "written":
      return touches[name](change, params, last);
  }
};
