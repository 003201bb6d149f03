import type { StoreWrite } from "#main/store/store.ts";

/** What may have changed for the screens. */
export type PictureChange =
  | { readonly kind: "everything" }
  | { readonly kind: "connection" }
  | {
      readonly kind: "written";
      readonly collection: StoreWrite["collection"];
      /** The orders that were written, or that the person's own commands among what was written are about. */
      readonly orderIds: ReadonlySet<string>;
      /** Whether what the person's own commands change may have changed. */
      readonly concernsOwn: boolean;
      /** Whether orders among them wait for the person or did so before, by what is stored of them. */
      readonly concernsInbox: boolean;
    };
