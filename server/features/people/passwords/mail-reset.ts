import { z } from "zod";

import { millisOf } from "@countersign/shared/domain/instant.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Services } from "#server/records/services.ts";

import { mailPasswordLink } from "./mail-link.ts";

interface Reset {
  /** As entered; whose it is, if anybody's, is looked up in the background. */
  readonly email: string;
}

/** Handles one request of somebody who forgot their password. */
export const resetQueue: JobQueue<Reset> = {
  name: "password-reset",
  payload: z.strictObject({ email: z.email().max(254) }),
  tries: { retries: 5, pauseSeconds: 5, longestPauseSeconds: 60 },
};

const validMillis = 60 * 60 * 1_000;

/** An address gets at most one mail in this time, however often somebody asks. */
const periodMillis = 15 * 60 * 1_000;

/**
 * Mails the people who sign in with this address a link that sets a new password, valid for an hour. If nobody does,
 * nothing is sent: an account without a password yet gets its link by invitation.
 */
export const mailReset = async (services: Services, { email }: Reset, publicUrl: string): Promise<void> => {
  await inTransaction(services.db, async (tx) => {
    const rows = await tx
      .selectFrom("people")
      .innerJoin("passwords", "passwords.person_id", "people.id")
      .innerJoin("organisations", "organisations.id", "people.organisation_id")
      .select(["people.document as person", "people.tenant_id", "organisations.document as organisation"])
      .where("people.email", "=", email.toLowerCase())
      .where("people.is_active", "=", true)
      .execute();
    const period = Math.floor(millisOf(services.clock.now()) / periodMillis);
    for (const { person, tenant_id: tenantId, organisation } of rows)
      await mailPasswordLink(tx, services, {
        tenantId,
        person,
        occasion: { kind: "reset" },
        cause: `password reset ${period}`,
        organisation: organisation.name,
        validMillis,
        publicUrl,
      });
  });
};
