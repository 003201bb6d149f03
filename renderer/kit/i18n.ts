import type { i18n } from "i18next";
import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";

import { historyEnglish } from "@countersign/shared/words/en/history.ts";
import { inboxEnglish } from "@countersign/shared/words/en/inbox.ts";
import { kitEnglish } from "@countersign/shared/words/en/kit.ts";
import { mailEnglish } from "@countersign/shared/words/en/mail.ts";
import { orderEnglish } from "@countersign/shared/words/en/order.ts";
import { outboxEnglish } from "@countersign/shared/words/en/outbox.ts";
import { rejectEnglish } from "@countersign/shared/words/en/decisions.ts";
import { shellEnglish } from "@countersign/shared/words/en/shell.ts";
import { startEnglish } from "@countersign/shared/words/en/start.ts";

/** One resource per screen; the namespaces are the screens' folders. */
const english = {
  kit: kitEnglish,
  shell: shellEnglish,
  start: startEnglish,
  inbox: inboxEnglish,
  order: orderEnglish,
  reject: rejectEnglish,
  history: historyEnglish,
  outbox: outboxEnglish,
  mail: mailEnglish,
} as const;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "kit";
    resources: typeof english;
  }
}

export const createI18n = (): i18n => {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    ns: Object.keys(english),
    defaultNS: "kit",
    resources: { en: english },
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  return instance;
};
