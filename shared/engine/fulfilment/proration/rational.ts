/** An exact fraction; its denominator is positive. No amount passes through a floating-point number. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const rational = (numerator: bigint, denominator = 1n): Rational => ({ numerator, denominator });

export const multiply = (left: Rational, right: Rational): Rational => ({
  numerator: left.numerator * right.numerator,
  denominator: left.denominator * right.denominator,
});

export const subtract = (left: Rational, right: Rational): Rational => ({
  numerator: left.numerator * right.denominator - right.numerator * left.denominator,
  denominator: left.denominator * right.denominator,
});

export const add = (left: Rational, right: Rational): Rational =>
  subtract(left, { numerator: -right.numerator, denominator: right.denominator });

/** The nearest whole number; half is rounded away from zero, the commercial rounding. */
export const rounded = ({ numerator, denominator }: Rational): bigint => {
  const doubled = 2n * denominator;
  return numerator < 0n ? -((-numerator * 2n + denominator) / doubled) : (numerator * 2n + denominator) / doubled;
};

/** The whole number, truncated towards zero. */
export const truncated = ({ numerator, denominator }: Rational): bigint => numerator / denominator;

const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** A decimal number ("2.50", "-495") as it is, or `undefined` when the text is not one. */
export const fromDecimal = (text: string): Rational | undefined => {
  const match = decimalPattern.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  return rational(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
};

const decimalDigits = 9;

/** The number as a decimal with at most nine digits after the point, no zeros at the end. */
export const toDecimal = ({ numerator, denominator }: Rational): string => {
  const scaled = rounded({ numerator: numerator * 10n ** BigInt(decimalDigits), denominator });
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimalDigits + 1, "0");
  const fraction = digits.slice(-decimalDigits).replace(/0+$/, "");
  const whole = digits.slice(0, -decimalDigits);
  return `${scaled < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
};
