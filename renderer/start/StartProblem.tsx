import type { AppError } from "@countersign/shared/contract/views.ts";
import { Notice } from "#renderer/kit/Notice.tsx";
import { refusalWords } from "#renderer/kit/refusal-words.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

/** Why a person is still on the start page. */
export const StartProblem = ({ problem }: { readonly problem: AppError }) => (
  <Notice tone="problem" announced="at-once">
    {problem.code === "server-unreachable" ? <Unreachable problem={problem} /> : <RefusalText refusal={problem} />}
  </Notice>
);

/** Nobody can work offline before the first sign-in, so the next step differs from the usual one. */
const Unreachable = ({ problem }: { readonly problem: AppError }) => {
  const t = screenWords("start");
  return (
    <>
      <strong>{refusalWords(problem).happened}</strong> {t("unreachable")}
    </>
  );
};
