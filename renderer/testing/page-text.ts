/** What is written in an element, with ordinary spaces. */
export const textOf = (element: Element): string => (element.textContent ?? "").replaceAll(/[\u00A0\u202F]/g, " ");

/** The names and values of a list of details. */
export const detailsIn = (element: Element): readonly (readonly [name: string, value: string])[] =>
  [...element.querySelectorAll("dt")].map((name) => [textOf(name), textOf(name.nextElementSibling ?? name)]);
