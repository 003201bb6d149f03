import { Cloud, CloudOff, RefreshCw } from "lucide-react";

import type { ConnectionState, StatusView } from "@countersign/shared/contract/views.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";
import { classNames } from "#renderer/kit/class-names.ts";
import { formatAge, isSameDay } from "#renderer/kit/format-time.ts";
import { Time } from "#renderer/kit/Time.tsx";
import { useNow } from "#renderer/kit/use-now.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./connection-panel.module.css";
import { LoadingProgress } from "./LoadingProgress.tsx";

const icons = { online: Cloud, offline: CloudOff, connecting: RefreshCw } satisfies Record<ConnectionState, unknown>;

/** After being offline this long, the person is told how old the data is (D11). */
const oldAfterMillis = 3_600_000;

/** The device and its server: connection, what is waiting to be sent, how fresh the data is. */
export const ConnectionPanel = ({ status }: { readonly status: StatusView }) => {
  const t = screenWords("shell");
  const { connection, waitingToSend, lastSyncAt, loading } = status;
  const Icon = icons[connection];
  return (
    <div className={styles["panel"]}>
      <div className={classNames(styles["line"], styles[connection])}>
        <Icon size={14} aria-hidden="true" />
        <output aria-label={t("connection")}>{t(`state.${connection}`)}</output>
      </div>
      <div className={styles["line"]}>
        <span aria-hidden="true">{t("waitingToSend")}</span>
        <output aria-label={t("waitingToSend")} className={styles["number"]}>
          {new Intl.NumberFormat().format(waitingToSend)}
        </output>
      </div>
      {loading === undefined ? (
        <Freshness connection={connection} {...(lastSyncAt === undefined ? {} : { lastSyncAt })} />
      ) : (
        <LoadingProgress orders={loading.orders} />
      )}
    </div>
  );
};

const Freshness = ({ connection, lastSyncAt }: Pick<StatusView, "connection" | "lastSyncAt">) => {
  const t = screenWords("shell");
  const now = useNow();
  if (lastSyncAt === undefined) return <p className={styles["fresh"]}>{t("neverSynced")}</p>;
  const isOld = connection !== "online" && now - millisOf(lastSyncAt) > oldAfterMillis;
  return (
    <>
      <p className={styles["fresh"]}>
        {t("upToDate")} <Time at={lastSyncAt} format={isSameDay(lastSyncAt, now) ? "time" : "date-time"} />
      </p>
      {isOld && (
        <p className={styles["old"]}>
          {t("dataAge", { age: formatAge(lastSyncAt, now) })} {t("offlineHint")}
        </p>
      )}
    </>
  );
};
