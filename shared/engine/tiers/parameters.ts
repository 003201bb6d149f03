import type { TierParameter, TierRequest } from "#shared/domain/tier.ts";

const isBlank = ({ value }: TierParameter): boolean => value === undefined || value.trim() === "";

/** Required ordering parameters without a value: the tier must supply them (T16). */
export const missingParameters = (parameters: readonly TierParameter[]): TierParameter[] =>
  parameters.filter((parameter) => parameter.phase === "ordering" && parameter.isRequired && isBlank(parameter));

/** What a request still lacks: required values, and values that were asked for and not given (T40). */
export const lackingParameters = ({ parameters, inquiries = [] }: TierRequest): TierParameter[] => {
  const missing = new Set(missingParameters(parameters));
  return parameters.filter(
    (parameter) =>
      missing.has(parameter) ||
      (isBlank(parameter) && inquiries.some(({ parameterId }) => parameterId === parameter.id)),
  );
};

/** Values by parameter id. */
export type ParameterValues = Readonly<Record<string, string>>;

export const withValues = (parameters: readonly TierParameter[], values: ParameterValues): TierParameter[] =>
  parameters.map((parameter) => {
    const value = Object.hasOwn(values, parameter.id) ? values[parameter.id] : undefined;
    return value === undefined ? parameter : { ...parameter, value };
  });

/** Those of `ids` that are not among the parameters. */
export const unknownParameters = (parameters: readonly TierParameter[], ids: readonly string[]): string[] =>
  ids.filter((id) => !parameters.some((parameter) => parameter.id === id));

/** The parameters without their values: a configuration has none before a request is approved. */
export const withoutValues = (parameters: readonly TierParameter[]): TierParameter[] =>
  parameters.map(({ id, title, phase, isRequired }) => ({ id, title, phase, isRequired }));

export const titlesOf = (parameters: readonly TierParameter[]): string =>
  parameters.map(({ title }) => title).join(", ");
