import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { hasKnownDates } from "@countersign/shared/domain/recurrence.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { intervalText } from "@countersign/shared/words/interval-text.ts";
import { formatDateIn, formatExactly } from "#renderer/kit/format-time.ts";
import { MoneyText } from "#renderer/kit/MoneyText.tsx";
import { screenFormats, screenWords } from "#renderer/kit/screen-words.ts";

import { Detail, Details, Panel } from "./Panel.tsx";
import styles from "./recurrence.module.css";

/** How the order repeats, if it does, and its amounts (D05, I18). */
export const RecurrencePanel = ({ view }: { readonly view: OrderView }) => {
  const { recurrence } = view.order;
  if (recurrence === undefined) return undefined;
  return (
    <Panel title={screenWords("order")("recurrence.title")}>
      {hasKnownDates(recurrence) ? (
        <RecurrenceDetails view={view} recurrence={recurrence} />
      ) : (
        <p>{screenWords("kit")("newer")}</p>
      )}
    </Panel>
  );
};

interface RecurrenceDetailsProps {
  readonly view: OrderView;
  readonly recurrence: Recurrence;
}

const RecurrenceDetails = ({ view, recurrence }: RecurrenceDetailsProps) => {
  const t = screenWords("order");
  const { interval, startsAt, endsAt, repetitions, timeZone } = recurrence;
  return (
    <Details>
      <Detail name={t("recurrence.repeats")}>{intervalText(interval, screenFormats)}</Detail>
      <Detail name={t("recurrence.start")}>
        <RecurrenceDate at={startsAt} timeZone={timeZone} />
      </Detail>
      <Detail name={t("recurrence.end")}>
        {endsAt === undefined ? t("recurrence.noEnd") : <RecurrenceDate at={endsAt} timeZone={timeZone} />}
      </Detail>
      <Detail name={t("recurrence.repetitions")}>
        {repetitions === undefined ? t("recurrence.unlimited") : new Intl.NumberFormat().format(repetitions)}
      </Detail>
      <Detail name={t("recurrence.perPeriod")}>
        <MoneyText amount={view.order.totals.gross} isStrong />
      </Detail>
      <Detail name={t("recurrence.perTerm")}>
        {view.termAmount === undefined ? t("recurrence.noTerm") : <MoneyText amount={view.termAmount} isStrong />}
      </Detail>
      <Detail name={t("recurrence.nextDates")}>
        {view.nextDates.length === 0 ? (
          t("recurrence.noDates")
        ) : (
          <ol className={styles["dates"]} aria-label={t("recurrence.nextDates")}>
            {view.nextDates.map((at) => (
              <li key={at}>
                <RecurrenceDate at={at} timeZone={timeZone} />
              </li>
            ))}
          </ol>
        )}
      </Detail>
    </Details>
  );
};

/** The date in the order's time zone, not the reader's. */
const RecurrenceDate = ({ at, timeZone }: { readonly at: Instant; readonly timeZone: string }) => (
  <time dateTime={at} title={formatExactly(at)}>
    {formatDateIn(at, timeZone)}
  </time>
);
