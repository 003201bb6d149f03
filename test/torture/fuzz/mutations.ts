import type { Random } from "@countersign/server/demo/random.ts";

/** Texts that have broken programs: NUL, lone surrogates, direction marks, JavaScript names, SQL, paths, overlong text. */
const nastyTexts = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00\ud800",
  "\ufeff",
  "\u202eevil",
  "👩‍👩‍👧‍👦",
  "ﬀİß",
  "'; drop table orders; --",
  '"}{$ne:1}',
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "%00",
  "\r\nset-cookie: a=b",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-14:00",
  "2026-02-29T25:61:61Z",
  "99999999999999999999",
  "-1",
  "1e309",
  "NaN",
  "x".repeat(70),
  "€".repeat(5_000),
];

const nastyNumbers = [
  0,
  -0,
  -1,
  0.1,
  1e-320,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  -Number.MAX_SAFE_INTEGER,
  2 ** 31,
  2 ** 63,
  1e308,
];

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

/** An unexpected value. */
const nastyValue = (random: Random): unknown => {
  switch (random.integer(0, 6)) {
    case 0:
      return random.pick(nastyNumbers);
    case 1:
      return random.pick([null, true, false]);
    case 2:
      return random.pick([[], {}, [[]], { a: {} }, nested(80)]);
    case 3:
      return { __proto__: { isAdmin: true }, constructor: { prototype: {} } };
    default:
      return random.pick(nastyTexts);
  }
};

/** An unexpected text, for addresses and headers. */
export const nastyText = (random: Random): string => random.pick(nastyTexts);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value with some of it changed: replaced, removed, doubled, or with something added. */
export const mutated = (value: unknown, random: Random): unknown => {
  if (random.chance(0.15)) return nastyValue(random);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => (random.chance(0.4) ? mutated(item, random) : item));
    return random.chance(0.2) ? [...items, ...items] : items;
  }
  if (!isRecord(value)) return random.chance(0.5) ? nastyValue(random) : value;
  const kept = Object.entries(value).filter(() => !random.chance(0.1));
  const entries = kept.map(([name, item]): [string, unknown] => [
    name,
    random.chance(0.4) ? mutated(item, random) : item,
  ]);
  if (random.chance(0.1)) entries.push([nastyText(random), nastyValue(random)]);
  return Object.fromEntries(entries);
};
