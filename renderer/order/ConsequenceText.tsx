import type { OrderView } from "@countersign/shared/contract/views.ts";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import type { LooseRole } from "./consequence.ts";
import { consequenceOfApproval } from "./consequence.ts";

/** What an approval or a rejection leads to, for the person who is about to decide. */
export const ConsequenceText = ({ view }: { readonly view: OrderView }) => {
  const t = screenWords("order");
  return (
    <p>
      <OfApproval view={view} /> {t("consequence.reject")}
    </p>
  );
};

const OfApproval = ({ view }: { readonly view: OrderView }) => {
  const t = screenWords("order");
  const words = screenWords("kit");
  const consequence = consequenceOfApproval(view);
  const named = (roles: readonly LooseRole[]) =>
    roles.map((role) => memberWords(role, (known) => words(`stageRole.${known}`))).join(", ");
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
