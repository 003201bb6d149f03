import { ChevronUp, Keyboard, LogOut, Mail } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

import type { AppError, SignInMethod } from "@countersign/shared/contract/views.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { classNames } from "#renderer/kit/class-names.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import popup from "#renderer/kit/popup.module.css";
import { memberWords } from "#renderer/kit/member-words.ts";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./person-menu.module.css";

interface PersonMenuProps {
  readonly person: LoosePerson;
  readonly signsInBy: SignInMethod;
  readonly waiting: number;
  /** About the data on this device. */
  readonly notices: readonly AppError[];
  readonly onMailPreferences: () => void;
  readonly onHelp: () => void;
}

export const PersonMenu = ({ person, signsInBy, waiting, notices, onMailPreferences, onHelp }: PersonMenuProps) => {
  const t = screenWords("shell");
  const words = screenWords("kit");
  const { run } = useAction("sign-out");
  return (
    <MenuTrigger>
      <Button className={classNames(styles["trigger"])}>
        <span className={styles["who"]}>
          <span className={styles["name"]}>{person.name}</span>
          <span className={styles["roles"]}>
            {person.roles.map((role) => memberWords(role, (known) => words(`role.${known}`))).join(", ")}
          </span>
        </span>
        <ChevronUp size={14} aria-hidden="true" />
      </Button>
      <Popover className={classNames(popup["popover"])} placement="top start" offset={4}>
        <div className={popup["note"]}>
          <p>{person.email}</p>
          {waiting > 0 && <p>{t("signOutKeeps", { count: waiting })}</p>}
          {signsInBy === "password" && <p>{t("signOutNeedsServer")}</p>}
          {notices.map((notice) => (
            <p key={notice.code}>
              <RefusalText refusal={notice} />
            </p>
          ))}
        </div>
        <Menu className={classNames(popup["list"])} aria-label={person.name}>
          <MenuItem className={classNames(popup["item"])} onAction={onMailPreferences}>
            <Mail size={14} aria-hidden="true" />
            {t("mailPreferences")}
          </MenuItem>
          <MenuItem className={classNames(popup["item"])} onAction={onHelp}>
            <Keyboard size={14} aria-hidden="true" />
            {t("keyboard")}
          </MenuItem>
          <MenuItem className={classNames(popup["item"])} onAction={() => void run({})}>
            <LogOut size={14} aria-hidden="true" />
            {t("signOut")}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
