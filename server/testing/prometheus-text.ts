/** One sample of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus reads numbers like Go, which also accepts `Nan`, as prom-client writes it. */
const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([Nn]a[Nn]|[+-]Inf|[-+\d.e]+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

const labelsOf = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {};
  let end = 0;
  for (const [whole, name = "", value = ""] of text.matchAll(label)) {
    if (name in labels) throw new Error(`The label ${name} comes twice in {${text}}`);
    labels[name] = value;
    end += whole.length;
  }
  if (end !== text.length) throw new Error(`These are no labels: {${text}}`);
  return labels;
};

const familyOf = (name: string, types: ReadonlyMap<string, string>): string | undefined => {
  if (types.has(name)) return name;
  const base = name.replace(/_(bucket|sum|count)$/, "");
  const type = types.get(base);
  return type === "histogram" || type === "summary" ? base : undefined;
};

const keyOf = (name: string, labels: Readonly<Record<string, string>>): string =>
  `${name} ${JSON.stringify(Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1)))}`;

/**
 * Reads Prometheus' text format (0.0.4) strictly: each family has one HELP and one TYPE, each series comes once, and each
 * histogram's buckets rise to `+Inf`, which equals its count.
 * @throws Error that names the line.
 */
export const readPrometheusText = (text: string): Sample[] => {
  if (!text.endsWith("\n")) throw new Error("The last line does not end");
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === "HELP") {
      if (helped.has(name) || rest === "") throw new Error(`Bad help: ${line}`);
      helped.add(name);
    } else if (keyword === "TYPE") {
      if (types.has(name) || !/^(counter|gauge|histogram|summary|untyped)$/.test(rest))
        throw new Error(`Bad type: ${line}`);
      types.set(name, rest);
    } else {
      const [, sample = "", labelText = "", value = ""] = sampleLine.exec(line) ?? [];
      if (sample === "") throw new Error(`This is no sample: ${line}`);
      const family = familyOf(sample, types);
      if (family === undefined || !helped.has(family)) throw new Error(`Nothing introduces ${line}`);
      const labels = labelsOf(labelText);
      const key = keyOf(sample, labels);
      if (seen.has(key)) throw new Error(`This comes twice: ${line}`);
      seen.add(key);
      samples.push({ name: sample, labels, value: Number(value.replace("Inf", "Infinity")) });
    }
  }
  checkHistograms(samples, types);
  return samples;
};

const checkHistograms = (samples: readonly Sample[], types: ReadonlyMap<string, string>): void => {
  const counts = new Map<string, number>();
  const last = new Map<string, { le: number; value: number }>();
  for (const { name, labels, value } of samples) {
    const { le, ...others } = labels;
    const base = name.replace(/_(bucket|count)$/, "");
    if (types.get(base) !== "histogram") continue;
    const key = keyOf(base, others);
    if (name.endsWith("_count")) counts.set(key, value);
    if (le === undefined) continue;
    const bound = Number(le.replace("Inf", "Infinity"));
    const before = last.get(key) ?? { le: -Infinity, value: 0 };
    if (bound <= before.le || value < before.value) throw new Error(`The buckets of ${key} do not rise`);
    last.set(key, { le: bound, value });
  }
  for (const [key, { le, value }] of last)
    if (le !== Infinity || counts.get(key) !== value) throw new Error(`The count of ${key} is not its last bucket`);
};
