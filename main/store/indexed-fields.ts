import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { stageToDecide, waitingSince } from "@countersign/shared/engine/approval/waiting.ts";

import type { Content, Opened, StoredDocuments } from "./documents.ts";
import { opened, readContent } from "./documents.ts";

/**
 * Raise it whenever a field here would change for a document: with another field, and with every new kind of stage,
 * status or rule in the engine. The fields of documents on the disk are then filled again, and nothing is pulled.
 */
export const indexedFieldsVersion = 1;

type FieldsOf<Name extends CollectionName> = (
  document: Opened<Name>,
  personId: PersonId,
) => Omit<StoredDocuments[Name], "id" | "content">;

const none = () => ({});

const fieldsOf: { readonly [Name in CollectionName]: FieldsOf<Name> } = {
  orders: (order, personId) => ({
    asksMe: stageToDecide(order, personId) !== undefined,
    waitingSince: waitingSince(order),
  }),
  people: none,
  organisations: none,
  history: ({ action, receivedAt }) => ({ action: isNewer(action) ? "newer" : action, receivedAt }),
  commands: ({ madeAt, verdict, deviceId, deviceSeq }) => ({
    madeAt,
    verdictState: verdictState(verdict),
    deviceId,
    deviceSeq,
  }),
};

/** The indexed fields of a stored document, in the file of this person. */
export const indexedFields = <Name extends CollectionName>(name: Name, content: Content, personId: PersonId) => {
  const fields: FieldsOf<Name> = fieldsOf[name];
  return fields(opened(name, { content }), personId);
};

/** A document that was sent, as it is stored; `undefined` when it cannot be read. */
export const toStored = <Name extends CollectionName>(
  name: Name,
  content: Content,
  personId: PersonId,
): StoredDocuments[Name] | undefined => {
  const document = readContent(name, content);
  if (document === undefined) return undefined;
  const fields: FieldsOf<Name> = fieldsOf[name];
  // The table's type pairs each name with its fields.
  return { id: document.id, ...fields(document, personId), content } as unknown as StoredDocuments[Name];
};
