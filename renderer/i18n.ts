import type { i18n } from "i18next";
import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";

import { historyEnglish } from "./history/history.en.ts";
import { inboxEnglish } from "./inbox/inbox.en.ts";
import { kitEnglish } from "./kit/kit.en.ts";
import { orderEnglish } from "./order/order.en.ts";
import { outboxEnglish } from "./outbox/outbox.en.ts";
import { rejectEnglish } from "./reject.en.ts";
import { shellEnglish } from "./shell/shell.en.ts";
import { startEnglish } from "./start/start.en.ts";

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
