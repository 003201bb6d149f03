import { useRef, useState } from "react";

import type { AppError } from "@countersign/shared/contract/views.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { useAsk } from "#renderer/bridge/use-ask.ts";

import { isSame, understood } from "./preferences.ts";

/** The state of the last save. */
export type Saving =
  | { readonly state: "none" | "running" | "saved" }
  | { readonly state: "refused"; readonly problem: AppError }
  /** Another window or device saved since these were read: nothing is overwritten unasked. */
  | { readonly state: "changed-elsewhere"; readonly theirs: MailPreferences };

export interface Draft {
  readonly preferences: MailPreferences;
  /** Whether there are unsaved changes. */
  readonly isUnsaved: boolean;
  readonly saving: Saving;
  readonly change: (preferences: MailPreferences) => void;
  readonly save: () => Promise<void>;
  /** Saves over what was changed elsewhere. */
  readonly saveMine: () => Promise<void>;
  readonly takeTheirs: () => void;
}

/** A person's changes until they are saved; only the person can discard them. */
export const useDraft = (read: MailPreferences): Draft => {
  const ask = useAsk();
  const [stored, setStored] = useState(read);
  const [preferences, setPreferences] = useState(read);
  const [saving, setSaving] = useState<Saving>({ state: "none" });
  const isRunning = useRef(false);

  const write = async (seen: MailPreferences): Promise<Saving> => {
    const current = understood(await ask("readMailPreferences", {}));
    if (!current.ok) return { state: "refused", problem: current.error };
    // A write whose answer was lost: nobody else saved.
    if (isSame(current.value, preferences)) {
      setStored(current.value);
      return { state: "saved" };
    }
    if (!isSame(current.value, seen)) return { state: "changed-elsewhere", theirs: current.value };
    const written = understood(await ask("writeMailPreferences", { body: preferences }));
    if (!written.ok) return { state: "refused", problem: written.error };
    setStored(written.value);
    return { state: "saved" };
  };

  const saveOver = async (seen: MailPreferences): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setSaving({ state: "running" });
    setSaving(await write(seen));
    isRunning.current = false;
  };

  const theirs = saving.state === "changed-elsewhere" ? saving.theirs : stored;
  return {
    preferences,
    isUnsaved: !isSame(preferences, stored),
    saving,
    change: (changed) => {
      setPreferences(changed);
      setSaving((last) => (last.state === "saved" ? { state: "none" } : last));
    },
    save: () => saveOver(stored),
    saveMine: () => saveOver(theirs),
    takeTheirs: () => {
      setStored(theirs);
      setPreferences(theirs);
      setSaving({ state: "none" });
    },
  };
};
