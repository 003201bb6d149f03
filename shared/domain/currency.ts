/**
 * ISO 4217 currencies and their minor units.
 *
 * Source: ISO 4217 list one, published 2024-06-25. Never taken from `Intl`: CLDR shows fewer digits than
 * ISO 4217 for sixteen currencies (HUF, IDR, PKR, …), which would change stored amounts.
 */
const twoDigits = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
  CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
  HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
  SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST
  XCD YER ZAR ZMW ZWG
`;
const noDigits = `
  BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
`;
const threeDigits = `
  BHD IQD JOD KWD LYD OMR TND
`;
const fourDigits = `
  CLF UYW
`;

const words = (text: string): string[] => text.trim().split(/\s+/);

const exponents: ReadonlyMap<string, number> = new Map([
  ...words(twoDigits).map((code) => [code, 2] as const),
  ...words(noDigits).map((code) => [code, 0] as const),
  ...words(threeDigits).map((code) => [code, 3] as const),
  ...words(fourDigits).map((code) => [code, 4] as const),
]);

/** Whether `code` is an ISO 4217 currency that has a minor unit, so that an amount can be stored in it. */
export const isCurrency = (code: string): boolean => exponents.has(code);

/**
 * Every currency that can carry an amount.
 * @internal
 */
export const currencies: readonly string[] = [...exponents.keys()];

/**
 * The number of decimal digits of a currency's minor unit (EUR 2, JPY 0, KWD 3).
 * @throws RangeError for a code that ISO 4217 does not list with a minor unit; schemas refuse such codes earlier.
 */
export const minorUnitDigits = (currency: string): number => {
  const digits = exponents.get(currency);
  if (digits === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency with a minor unit`);
  return digits;
};
