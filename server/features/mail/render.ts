import { escaped } from "#server/foundation/link-pages/html.ts";

/** The content of a mail, from which both the text and the HTML are made, so that they say the same. */
export interface MailContent {
  readonly subject: string;
  readonly lead: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly link?: { readonly label: string; readonly url: string };
  readonly footer: string;
}

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A header must be a single line. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n\t ]+/g, " ").trim();

const asText = ({ lead, facts, link, footer }: MailContent): string =>
  [
    lead,
    "",
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(link === undefined ? [] : ["", `${link.label}: ${link.url}`]),
    "",
    "-- ",
    footer,
    "",
  ].join("\n");

const asHtml = ({ subject, lead, facts, link, footer }: MailContent): string => {
  const rows = facts
    .map(
      ([name, value]) =>
        `<tr><td style="padding:2px 16px 2px 0;opacity:.7">${escaped(name)}</td><td style="padding:2px 0">${escaped(value)}</td></tr>`,
    )
    .join("");
  const button =
    link === undefined
      ? ""
      : `<p><a href="${escaped(link.url)}" style="display:inline-block;padding:8px 16px;border-radius:6px;background:#1d4fb8;color:#ffffff;text-decoration:none">${escaped(link.label)}</a></p>`;
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head><body style="font:15px/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:16px"><h1 style="font-size:18px">${escaped(subject)}</h1><p>${escaped(lead)}</p><table role="presentation" style="border-collapse:collapse">${rows}</table>${button}<p style="opacity:.7;font-size:13px">${escaped(footer)}</p></body></html>`;
};

export const render = (content: MailContent): Rendered => ({
  subject: oneLine(content.subject),
  text: asText(content),
  html: asHtml(content),
});
