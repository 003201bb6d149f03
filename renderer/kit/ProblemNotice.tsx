import type { AppError } from "@countersign/shared/contract/views.ts";

import { Notice } from "./Notice.tsx";
import { RefusalText } from "./RefusalText.tsx";

/** Why something just failed, if it did. */
export const ProblemNotice = ({ problem }: { readonly problem: AppError | undefined }) =>
  problem && (
    <Notice tone="problem" announced="at-once">
      <RefusalText refusal={problem} />
    </Notice>
  );
