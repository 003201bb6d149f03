import { Button } from "react-aria-components";

import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { classNames } from "#renderer/kit/class-names.ts";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./start.module.css";

interface DemoPeopleProps {
  readonly people: readonly LooseDemoPerson[];
  readonly onChoose: (email: string) => void;
}

export const DemoPeople = ({ people, onChoose }: DemoPeopleProps) => {
  const t = screenWords("start");
  return (
    <section aria-label={t("people")}>
      <h2 className={styles["who"]}>{t("who")}</h2>
      <div className={styles["organisations"]}>
        {[...Map.groupBy(people, ({ organisation }) => organisation)].map(([organisation, members]) => (
          <section key={organisation} aria-label={organisation} className={styles["organisation"]}>
            <h3 className={styles["organisationName"]}>{organisation}</h3>
            <ul>
              {members.map((person) => (
                <li key={person.email}>
                  <PersonButton person={person} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
};

const PersonButton = ({
  person,
  onChoose,
}: { readonly person: LooseDemoPerson } & Pick<DemoPeopleProps, "onChoose">) => {
  const t = screenWords("start");
  const words = screenWords("kit");
  return (
    <Button className={classNames(styles["person"])} onPress={() => onChoose(person.email)}>
      <span className={styles["name"]}>{person.name}</span>{" "}
      <span className={styles["role"]}>{memberWords(person.role, (known) => words(`role.${known}`))}</span>{" "}
      <span className={styles["does"]}>{isNewer(person.role) ? "" : t(`does.${person.role}`)}</span>
    </Button>
  );
};
