import { useId, useRef } from "react";

import { mailLanguages } from "@countersign/shared/domain/mail-preferences.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { ComboBox } from "#renderer/kit/ComboBox.tsx";
import { Select } from "#renderer/kit/Select.tsx";

import type { FieldsProps } from "./fields.ts";
import styles from "./mail-preferences.module.css";
import { ownTimeZone, timeZoneChoices, timeZoneName } from "./time-zones.ts";

export const LanguageFields = ({ preferences, onChange }: FieldsProps) => {
  const t = screenWords("mail");
  const { language, timeZone } = preferences;
  const own = ownTimeZone();
  const ownZoneId = useId();
  const zoneInput = useRef<HTMLInputElement>(null);
  const use = (chosen: string) => onChange({ ...preferences, timeZone: chosen });
  return (
    <fieldset className={styles["group"]}>
      <legend className={styles["legend"]}>{t("languageAndTime")}</legend>
      <div className={styles["fields"]}>
        <Select
          label={t("language")}
          choices={mailLanguages.map((id) => ({ id, name: t(`languages.${id}`) }))}
          value={language}
          onChange={(chosen) => onChange({ ...preferences, language: chosen })}
        />
        <ComboBox
          label={t("timeZone")}
          openLabel={t("showTimeZones")}
          choices={timeZoneChoices(timeZone)}
          value={timeZone}
          onChange={use}
          inputRef={zoneInput}
        />
      </div>
      {own !== timeZone && (
        <div className={styles["suggestion"]}>
          <span id={ownZoneId}>{t("ownTimeZone", { timeZone: timeZoneName(own) })}</span>
          <Button
            aria-describedby={ownZoneId}
            onPress={() => {
              use(own);
              // The button disappears once its offer is taken.
              zoneInput.current?.focus();
            }}
          >
            {t("useOwnTimeZone")}
          </Button>
        </div>
      )}
    </fieldset>
  );
};
