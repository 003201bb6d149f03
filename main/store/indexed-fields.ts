import { verdictState } from "#shared/domain/command.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import { isNewer } from "#shared/domain/newer.ts";
import { stageToDecide, waitingSince } from "#shared/engine/waiting.ts";

import type { Content, StoredDocuments, StoredName } from "./documents.ts";
import { opened } from "./documents.ts";

/**
 * Raise it whenever a field here would come out differently for a document: with another field, and with every kind of
 * stage, status or rule that the engine learns. Documents on the disk then get their fields anew, and nothing is pulled.
 */
export const indexedFieldsVersion = 1;

type Fields = {
  readonly [Name in StoredName]: (
    content: Content,
    personId: PersonId,
  ) => Omit<StoredDocuments[Name], "id" | "content">;
};

const none = () => ({});

const fieldsOf: Fields = {
  orders: (content, personId) => {
    const order = opened("orders", { content });
    return { waits: stageToDecide(order, personId) !== undefined, waitsSince: waitingSince(order) };
  },
  people: none,
  organisations: none,
  history: (content) => {
    const { action, receivedAt } = opened("history", { content });
    return { action: isNewer(action) ? "newer" : action, receivedAt };
  },
  commands: (content) => {
    const { madeAt, verdict, deviceId, deviceSeq } = opened("commands", { content });
    return { madeAt, verdictState: verdictState(verdict), deviceId, deviceSeq };
  },
  device: none,
};

/** What a document of this person's file is found by. */
export const indexedFields = <Name extends StoredName>(name: Name, content: Content, personId: PersonId) =>
  fieldsOf[name](content, personId);

/** A document as it is stored. */
export const toStored = <Name extends StoredName>(
  name: Name,
  id: string,
  content: Content,
  personId: PersonId,
): StoredDocuments[Name] =>
  // The fields of one name fit it by the type of the table.
  ({ id, ...fieldsOf[name](content, personId), content }) as StoredDocuments[Name];
