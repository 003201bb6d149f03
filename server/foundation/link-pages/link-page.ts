/** What a page answers with. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
}

/** A page behind a mailed link: looked at, which changes nothing, and sent. */
export interface LinkPage {
  /** Begins with `/pages/`; the secret of the link follows. */
  readonly path: `/pages/${string}`;
  readonly show: (secret: string) => Promise<PageAnswer>;
  readonly submit: (secret: string, form: URLSearchParams) => Promise<PageAnswer>;
}
