import type { LucideIcon } from "lucide-react";
import { History, Inbox, Send } from "lucide-react";
import { useId } from "react";
import { Link, useRoute } from "wouter";

import type { StatusView } from "@countersign/shared/contract/views.ts";
import { classNames } from "#renderer/kit/class-names.ts";
import { routes } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./navigation.module.css";

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly count: number;
  /** The count in words. */
  readonly meaning: string;
  readonly isUrgent?: boolean;
}

export const Navigation = ({ status }: { readonly status: StatusView }) => {
  const t = screenWords("shell");
  const { inboxCount, waitingToSend, refused } = status;
  const waiting = t("waitingCount", { count: waitingToSend });
  const places: readonly Place[] = [
    {
      path: routes.inbox,
      name: t("inbox"),
      icon: Inbox,
      count: inboxCount,
      meaning: t("inboxCount", { count: inboxCount }),
    },
    { path: routes.history, name: t("history"), icon: History, count: 0, meaning: "" },
    {
      path: routes.outbox,
      name: t("outbox"),
      icon: Send,
      count: waitingToSend + refused,
      meaning: refused === 0 ? waiting : `${waiting}, ${t("refusedCount", { count: refused })}`,
      isUrgent: refused > 0,
    },
  ];
  return (
    <nav aria-label={t("navigation")} className={styles["navigation"]}>
      {places.map((place) => (
        <NavigationLink key={place.path} place={place} />
      ))}
    </nav>
  );
};

/** The count overlaps the end of the link and describes it; the link's name is only its text. */
const NavigationLink = ({ place }: { readonly place: Place }) => {
  const { path, name, icon: Icon, count, meaning, isUrgent = false } = place;
  const [isHere] = useRoute(path);
  const meaningId = useId();
  return (
    <div className={styles["place"]}>
      <Link
        href={path}
        className={classNames(styles["link"], count > 0 && styles["counted"])}
        aria-current={isHere ? "page" : undefined}
        aria-describedby={count > 0 ? meaningId : undefined}
        title={count > 0 ? meaning : undefined}
      >
        <Icon size={16} aria-hidden="true" />
        <span className={styles["name"]}>{name}</span>
      </Link>
      {count > 0 && (
        <span className={classNames(styles["count"], isUrgent && styles["urgent"])}>
          <span aria-hidden="true">{new Intl.NumberFormat().format(count)}</span>
          <span id={meaningId} className="visually-hidden">
            {meaning}
          </span>
        </span>
      )}
    </div>
  );
};
