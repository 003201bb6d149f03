/** The answer to a request for a page. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
}

/** A page behind a mailed link: showing it changes nothing, submitting it does. */
export interface LinkPage {
  /** Followed by the link's secret. */
  readonly path: `/pages/${string}`;
  readonly show: (secret: string) => Promise<PageAnswer>;
  readonly submit: (secret: string, form: URLSearchParams) => Promise<PageAnswer>;
}
