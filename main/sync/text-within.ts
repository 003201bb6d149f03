export const tooLong = Symbol("longer than allowed");

/** The text of an answer, or that it is longer than `mostBytes`; the rest of it is then not read. Rejects when the answer is cut off. */
export const textWithin = async (response: Response, mostBytes = Infinity): Promise<string | typeof tooLong> => {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > mostBytes) return tooLong;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};
