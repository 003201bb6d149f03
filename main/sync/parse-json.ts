/** The value of a JSON text; `undefined`, which no schema accepts, when it is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The caller reports the failure.
    return undefined;
  }
};
