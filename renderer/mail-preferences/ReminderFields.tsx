import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { reminderHour } from "@countersign/shared/domain/mail-preferences.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { Checkbox } from "#renderer/kit/Checkbox.tsx";
import { formatHour } from "#renderer/kit/format-time.ts";

import { HourSelect } from "./HourSelect.tsx";
import type { FieldsProps } from "./fields.ts";
import styles from "./mail-preferences.module.css";
import { timeZoneName } from "./time-zones.ts";

const usualHour = 8;
const usualQuiet = { from: 18, until: 7 };

/** When to mail a reminder of waiting orders, and when not (S43). */
export const ReminderFields = ({ preferences, onChange }: FieldsProps) => {
  const t = screenWords("mail");
  const { remindAtHour, quiet, ...rest } = preferences;
  const withQuiet = (changed: MailPreferences["quiet"]) =>
    onChange({
      ...rest,
      ...(remindAtHour === undefined ? {} : { remindAtHour }),
      ...(changed === undefined ? {} : { quiet: changed }),
    });
  const withHour = (hourOfDay: number | undefined) =>
    onChange({
      ...rest,
      ...(hourOfDay === undefined ? {} : { remindAtHour: hourOfDay }),
      ...(quiet === undefined ? {} : { quiet }),
    });
  return (
    <fieldset className={styles["group"]}>
      <legend className={styles["legend"]}>{t("reminders")}</legend>
      <Checkbox isSelected={remindAtHour !== undefined} onChange={(isOn) => withHour(isOn ? usualHour : undefined)}>
        {t("remind")}
      </Checkbox>
      {remindAtHour !== undefined && (
        <>
          <div className={styles["fields"]}>
            <HourSelect label={t("remindAt")} value={remindAtHour} onChange={withHour} />
          </div>
          <Checkbox isSelected={quiet !== undefined} onChange={(isOn) => withQuiet(isOn ? usualQuiet : undefined)}>
            {t("quiet")}
          </Checkbox>
          {quiet !== undefined && (
            <div className={styles["fields"]}>
              <HourSelect
                label={t("quietFrom")}
                value={quiet.from}
                onChange={(from) => withQuiet({ ...quiet, from })}
              />
              <HourSelect
                label={t("quietUntil")}
                value={quiet.until}
                onChange={(until) => withQuiet({ ...quiet, until })}
              />
            </div>
          )}
        </>
      )}
      <Consequence preferences={preferences} />
    </fieldset>
  );
};

/** What the choices mean, in one sentence. */
const Consequence = ({ preferences }: { readonly preferences: MailPreferences }) => {
  const t = screenWords("mail");
  const { remindAtHour, timeZone } = preferences;
  const at = reminderHour(preferences);
  const words = () => {
    if (remindAtHour === undefined) return t("noReminders");
    if (at === undefined) return t("alwaysQuiet", { hour: formatHour(remindAtHour) });
    const zone = timeZoneName(timeZone);
    return at === remindAtHour
      ? t("remindedAt", { hour: formatHour(at), zone })
      : t("remindedLater", { hour: formatHour(at), zone });
  };
  return <p className={styles["consequence"]}>{words()}</p>;
};
