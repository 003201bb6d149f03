/** What a text says; `undefined`, which fits no schema of ours, when it is no JSON. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // That it does not fit is the caller's failure to report.
    return undefined;
  }
};
