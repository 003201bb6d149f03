import type { StoreWrite } from "#main/store/store.ts";

/** A change that screens may have to show. */
export type ViewChange =
  | { readonly kind: "everything" }
  | { readonly kind: "connection" }
  | {
      readonly kind: "written";
      readonly collection: StoreWrite["collection"];
      /** The orders that were written, or that written commands of the person are about. */
      readonly orderIds: ReadonlySet<string>;
      /** Whether the effect of the person's own commands may have changed. */
      readonly concernsOwn: boolean;
      /** Whether any of them waits for the person, or did before, as stored. */
      readonly concernsInbox: boolean;
    };
