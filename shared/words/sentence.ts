/** What happened, and what the person can do next. `{{name}}` stands for an argument of the refusal. */
export interface Sentence {
  readonly happened: string;
  readonly next: string;
}
