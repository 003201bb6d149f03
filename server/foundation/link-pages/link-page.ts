import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

/** What a page answers with. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
}

/** What a page gives back until all of them give a `Result`. */
export type PageResult = PageAnswer | Result<PageAnswer, RequestRefusal>;

/** A page behind a mailed link: looked at, which changes nothing, and sent. */
export interface LinkPage {
  /** Begins with `/pages/`; the secret of the link follows. */
  readonly path: `/pages/${string}`;
  readonly show: (secret: string) => Promise<PageResult>;
  readonly submit: (secret: string, form: URLSearchParams) => Promise<PageResult>;
}
