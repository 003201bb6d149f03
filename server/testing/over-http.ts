import type { HttpApp } from "#server/foundation/http/http-app.ts";

/** Makes the API of a test server also listen on loopback, until it is closed. @returns its address. */
export const overHttp = (app: HttpApp, port = 0): Promise<string> => app.listen({ port, host: "127.0.0.1" });
