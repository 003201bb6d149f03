import { describe, expect, it } from "vitest";

import type { MailPreferences } from "./mail-preferences.ts";
import { reminderHour } from "./mail-preferences.ts";

const hourOf = (changes: Omit<Partial<MailPreferences>, "language" | "timeZone">) =>
  reminderHour({ language: "en", timeZone: "UTC", ...changes });

describe("S43 the hour of a reminder", () => {
  it("is the person's choice, and does not exist without one", () => {
    expect(hourOf({ remindAtHour: 8 })).toBe(8);
    expect(hourOf({})).toBeUndefined();
  });

  it("moves to the end of the quiet hours that it falls into", () => {
    expect(hourOf({ remindAtHour: 8, quiet: { from: 22, until: 9 } })).toBe(9);
    expect(hourOf({ remindAtHour: 8, quiet: { from: 8, until: 10 } })).toBe(10);
    expect(hourOf({ remindAtHour: 8, quiet: { from: 9, until: 10 } })).toBe(8);
    expect(hourOf({ remindAtHour: 8, quiet: { from: 8, until: 8 } })).toBe(8);
  });

  it("does not exist when the quiet hours last until the end of the day", () => {
    expect(hourOf({ remindAtHour: 20, quiet: { from: 18, until: 7 } })).toBeUndefined();
  });
});
