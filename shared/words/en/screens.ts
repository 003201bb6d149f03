import { rejectEnglish } from "./screens/decisions.ts";
import { historyEnglish } from "./screens/history.ts";
import { inboxEnglish } from "./screens/inbox.ts";
import { kitEnglish } from "./screens/kit.ts";
import { mailPreferencesEnglish } from "./screens/mail-preferences.ts";
import { orderEnglish } from "./screens/order.ts";
import { outboxEnglish } from "./screens/outbox.ts";
import { shellEnglish } from "./screens/shell.ts";
import { startEnglish } from "./screens/start.ts";

/** The words of the screens, by the folder of the screen. They are offered in English only. */
export const englishScreens = {
  kit: kitEnglish,
  shell: shellEnglish,
  start: startEnglish,
  inbox: inboxEnglish,
  order: orderEnglish,
  reject: rejectEnglish,
  history: historyEnglish,
  outbox: outboxEnglish,
  mail: mailPreferencesEnglish,
} as const;
