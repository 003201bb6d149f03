import type { Fetch } from "../server-client.ts";

/** A network whose server answers as the test says, and the requests that it got. */
export const recordedFetch = (answer: (request: Request) => Response | Promise<Response>) => {
  const requests: Request[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return answer(request);
  };
  return { fetch, requests };
};

/** A problem document with this code, as a server sends it. */
export const problemAnswer = (status: number, code: string, args?: object): Response =>
  Response.json({ type: "about:blank", title: code, status, detail: code, code, ...(args && { args }) }, { status });

/** Ends only when the client gives up. */
export const silentAnswer = ({ signal }: Pick<Request, "signal">): Promise<Response> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
