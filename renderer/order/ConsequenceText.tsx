import { useTranslation } from "react-i18next";

import type { OrderView } from "@countersign/shared/contract/views.ts";
import { useMember } from "#renderer/kit/use-member.ts";

import type { LooseRole } from "./consequence.ts";
import { consequenceOfApproval } from "./consequence.ts";

/** What an approval and what a rejection lead to, for the person who is about to decide. */
export const ConsequenceText = ({ view }: { readonly view: OrderView }) => {
  const { t } = useTranslation("order");
  return (
    <p>
      <OfApproval view={view} /> {t("consequence.reject")}
    </p>
  );
};

const OfApproval = ({ view }: { readonly view: OrderView }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const member = useMember();
  const consequence = consequenceOfApproval(view);
  const named = (roles: readonly LooseRole[]) =>
    roles.map((role) => member(role, (known) => words(`stageRole.${known}`))).join(", ");
  switch (consequence?.leadsTo) {
    case undefined:
      return null;
    case "more-approvals":
      return t("consequence.moreApprovals", { count: consequence.count });
    case "others-at-once":
      return t("consequence.othersAtOnce", { roles: named(consequence.roles) });
    case "next-stages":
      return t("consequence.nextStage", { role: named(consequence.roles) });
    case "seller":
      return t("consequence.seller");
  }
};
