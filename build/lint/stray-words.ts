/** The parts of a syntax tree that the rule looks at. */
interface Node {
  readonly type: string;
  readonly parent?: Node | null;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly id?: Node | null;
  readonly key?: Node;
  readonly callee?: Node;
  readonly tag?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

/** The kinds of places that options may name. */
export const unreadPlaces = ["calls", "properties", "tags", "constants"] as const;

/** Where a sentence is allowed, because no person reads it on a screen, in a mail, on a page or in an answer. */
export interface Unread {
  /** Calls by the name of their function or method: logs, the API's own description, SQL. */
  readonly calls: readonly string[];
  /** Properties of objects, and attributes of elements. */
  readonly properties: readonly string[];
  /** Template tags. */
  readonly tags: readonly string[];
  /** Constants by how their names begin or end: examples in the API's description, names that become keys. */
  readonly constants: readonly string[];
}

const nameOf = ({ name, value }: Node): string => {
  const own = typeof name === "object" ? (name as Node).name : (name ?? value);
  return typeof own === "string" ? own : "";
};

const isNamedAfter = (node: Node, part: string): boolean =>
  nameOf(node).startsWith(part) || nameOf(node).endsWith(part);

const calledName = (callee: Node): string => nameOf(callee.property ?? callee);

/** A thrown error is a bug and only goes to the log; expected errors are values with a code. */
const isThrown = ({ type, callee }: Node): boolean =>
  type === "NewExpression" && callee !== undefined && /(Error|FailedCall)$/.test(nameOf(callee));

const isUnread = (node: Node, { calls, properties, tags, constants }: Unread): boolean => {
  switch (node.type) {
    case "TSLiteralType":
      return true;
    case "CallExpression":
      return node.callee?.type === "Super" || (node.callee !== undefined && calls.includes(calledName(node.callee)));
    case "TaggedTemplateExpression":
      return node.tag !== undefined && tags.includes(calledName(node.tag));
    case "Property":
      return node.key !== undefined && properties.includes(nameOf(node.key));
    case "VariableDeclarator":
      return node.id ? constants.some((part) => isNamedAfter(node.id as Node, part)) : false;
    case "JSXAttribute":
      return properties.includes(nameOf(node));
    default:
      return isThrown(node);
  }
};

/** What surrounds a literal, up to its enclosing function, and that function's name. */
const isAround = (literal: Node, unread: Unread): boolean => {
  for (let node = literal.parent; node; node = node.parent) {
    const isFunction = /Function/.test(node.type);
    if (isFunction) return node.parent?.type === "VariableDeclarator" && isUnread(node.parent, unread);
    if (isUnread(node, unread)) return true;
  }
  return false;
};

/** Text that only machines read, by its form: markup, style sheets, media types, HTTP, SQL, selectors, lists of currencies. */
const machineTexts = [
  /^\s*</,
  /^\s*:root/,
  /^[\w./+-]+; charset=/,
  /^HTTP\//,
  /^[\w.]+ as \w+$/,
  /^select /,
  /\[\w+=/,
  /^a\[href\]/,
  /^\s*[A-Z]{3}(\s+[A-Z]{3})+\s*$/,
];

/** Two words with a space between them, one of them longer than a letter. */
const isSentence = (text: string): boolean =>
  /\p{L}{2}[\p{L}’')\],.:;!?…]*\s+[([]?\p{L}|\p{L}[’')\],.:;!?…]*\s+[([]?\p{L}{2}/u.test(text) &&
  !machineTexts.some((form) => form.test(text));

/** Every sentence that a person would read outside `shared/words`. */
export const strayWords = (unread: Unread, report: (node: Node, text: string) => void) => {
  const check = (node: Node, text: string): void => {
    if (isSentence(text) && !isAround(node, unread)) report(node, text);
  };
  return {
    Literal: (node: Node): void => {
      if (typeof node.value === "string") check(node, node.value);
    },
    TemplateLiteral: (node: Node): void => check(node, (node.quasis ?? []).map(({ value }) => value.cooked).join("0")),
    // Between tags, even a single word is read.
    JSXText: (node: Node): void => {
      if (typeof node.value === "string" && /\p{L}/u.test(node.value)) report(node, node.value);
    },
  };
};
