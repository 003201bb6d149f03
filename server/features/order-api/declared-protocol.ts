import { oldestProtocol, protocolHeader, readProtocols } from "@countersign/shared/contract/protocol-version.ts";

type Headers = Readonly<Record<string, unknown>>;

/**
 * The newest protocol that a caller of the API says it speaks, as devices do: the one its commands are made with. A caller
 * that says nothing may know no duty that came later, so it has the oldest.
 */
export const declaredProtocol = (headers: Headers): number =>
  readProtocols(headers[protocolHeader])?.newest ?? oldestProtocol;
