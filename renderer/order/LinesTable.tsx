import type { LooseOrder, LooseOrderLine, LooseQuantity } from "@countersign/shared/domain/order.ts";
import { MoneyText } from "#renderer/kit/MoneyText.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./lines.module.css";
import { Panel } from "./Panel.tsx";
import { quantityChange, quantityWords } from "./quantity-words.ts";

const totalNames = ["net", "shipping", "tax", "gross"] as const;

export const LinesTable = ({ order: { lines, totals } }: { readonly order: LooseOrder }) => {
  const t = screenWords("order");
  return (
    <Panel title={t("lines.title")}>
      <table className={styles["lines"]}>
        <thead>
          <tr>
            <th scope="col">{t("lines.product")}</th>
            <th scope="col">{t("lines.quantity")}</th>
            <th scope="col">{t("lines.unitPrice")}</th>
            <th scope="col">{t("lines.total")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                {line.product}{" "}
                <span className={styles["second"]}>{[line.vendor, line.sku].filter(Boolean).join(" · ")}</span>
              </td>
              <td>
                <LineQuantity line={line} />
              </td>
              <td>
                <MoneyText amount={line.unitPrice} />
              </td>
              <td>
                <MoneyText amount={line.total} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {totalNames.map((name) => (
            <tr key={name}>
              <th scope="row" colSpan={3}>
                {t(`lines.totals.${name}`)}
              </th>
              <td>
                <MoneyText amount={totals[name]} />
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </Panel>
  );
};

/** A line that changes a subscription shows the old and the new quantity, and the difference. */
const LineQuantity = ({ line }: { readonly line: LooseOrderLine }) => {
  const t = screenWords("order");
  const { quantity, previousQuantity, unit } = line;
  const words = (amount: LooseQuantity) => memberWords(amount, (known) => quantityWords(known, t));
  const change = quantityChange(line);
  return (
    <>
      {previousQuantity && (
        <>
          <span className="visually-hidden">{t("lines.from")}</span> {words(previousQuantity)}{" "}
          <span aria-hidden="true">→</span> <span className="visually-hidden">{t("lines.to")}</span>{" "}
        </>
      )}
      {words(quantity)} <span className={styles["second"]}>{[change, unit].filter(Boolean).join(" ")}</span>
    </>
  );
};
