import { useTranslation } from "react-i18next";

import type { OrderView } from "#shared/contract/views.ts";

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
  const consequence = consequenceOfApproval(view);
  switch (consequence?.leadsTo) {
    case undefined:
      return null;
    case "more-approvals":
      return t("consequence.moreApprovals", { count: consequence.count });
    case "stage":
      return t("consequence.nextStage", { role: words(`stageRole.${consequence.role}`) });
    case "seller":
      return t("consequence.seller");
  }
};
