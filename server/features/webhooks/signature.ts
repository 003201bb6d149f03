import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

import { Webhook } from "standardwebhooks";

import type { Instant } from "@countersign/shared/domain/instant.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";

import type { EndpointSecret } from "./endpoint.ts";

const secretBytes = 32;

/** New keys for both kinds of signature. */
export const newSecret = (createdAt: Instant): EndpointSecret => ({
  secret: `whsec_${randomBytes(secretBytes).toString("base64")}`,
  privateKey: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  createdAt,
});

/** The raw public key of `v1a` in the form of Standard Webhooks: `whpk_` and base64. */
export const publicKeyOf = ({ privateKey }: EndpointSecret): string => {
  const jwk = createPublicKey(createPrivateKey(privateKey)).export({ format: "jwk" });
  return `whpk_${Buffer.from(jwk.x ?? "", "base64url").toString("base64")}`;
};

/** The keys that sign at this instant. */
export const validSecrets = (secrets: readonly EndpointSecret[], at: Instant): EndpointSecret[] =>
  secrets.filter(({ validUntil }) => validUntil === undefined || at < validUntil);

interface SignedMessage {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
}

const asymmetric = ({ privateKey }: EndpointSecret, { id, at, body }: SignedMessage): string => {
  const signed = `${id}.${Math.floor(millisOf(at) / 1_000)}.${body}`;
  return `v1a,${sign(null, Buffer.from(signed), createPrivateKey(privateKey)).toString("base64")}`;
};

/** The headers of Standard Webhooks, signed by every key that is valid at the message's time, newest first. */
export const signedHeaders = (secrets: readonly EndpointSecret[], message: SignedMessage): Record<string, string> => {
  const { id, at, body } = message;
  const signatures = validSecrets(secrets, at).flatMap((secret) => [
    new Webhook(secret.secret).sign(id, new Date(at), body),
    asymmetric(secret, message),
  ]);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(millisOf(at) / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
};
