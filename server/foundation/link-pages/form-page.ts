import { createHash } from "node:crypto";

import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";

import { escaped } from "./html.ts";

/** One input of the form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "password";
  readonly value?: string;
  readonly hint?: string;
  /** What is wrong with the value that was sent or is shown. */
  readonly problem?: string | undefined;
  readonly autocomplete?: string;
  readonly maxLength: number;
}

export interface FormPage {
  readonly language: MailLanguage;
  readonly title: string;
  readonly lead: string;
  /** Shown at the top when the form is shown again. */
  readonly objection?: string | undefined;
  readonly fields: readonly FormField[];
  readonly submit: string;
  /** Whose account it is, for the browser's password manager. */
  readonly account?: string;
}

/** A page with only a message. */
export interface NotePage {
  readonly language: MailLanguage;
  readonly title: string;
  readonly lead: string;
  readonly link?: { readonly url: string; readonly label: string } | undefined;
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;padding:2rem 1rem;max-width:34rem}
h1{font-size:1.4rem;line-height:1.3}
label{display:block;font-weight:600;margin-top:1.25rem}
input{box-sizing:border-box;width:100%;font:inherit;padding:.5rem .6rem;margin-top:.25rem;border:1px solid #6b7280;border-radius:6px;background:Canvas;color:CanvasText}
input[aria-invalid=true]{border:2px solid #b91c1c}
:focus-visible{outline:3px solid #2563eb;outline-offset:2px}
.hint,.problem{margin:.25rem 0 0}
.problem{font-weight:600}
.objection{border:2px solid #b91c1c;border-radius:6px;padding:.5rem .75rem}
button{font:inherit;font-weight:600;margin-top:1.75rem;padding:.6rem 1.25rem;min-height:44px;border:0;border-radius:6px;background:#1d4fb8;color:#fff;cursor:pointer}
`;

/** No script runs and nothing is loaded: the only style is allowed by its hash, and the form goes back to its origin. */
export const pageSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const whole = ({ language, title }: Pick<NotePage, "language" | "title">, body: string): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body></html>
`;

const fieldHtml = (field: FormField, index: number): string => {
  const { name, label, type, value, hint, problem, autocomplete, maxLength } = field;
  const id = `field-${index + 1}`;
  const notes = [...(hint === undefined ? [] : ["hint"]), ...(problem === undefined ? [] : ["problem"])];
  const describedBy = notes.map((note) => `${id}-${note}`).join(" ");
  const attributes = [
    `id="${id}"`,
    `name="${escaped(name)}"`,
    `type="${type}"`,
    `maxlength="${maxLength}"`,
    "required",
    ...(value === undefined ? [] : [`value="${escaped(value)}"`]),
    ...(autocomplete === undefined ? [] : [`autocomplete="${autocomplete}"`]),
    ...(describedBy === "" ? [] : [`aria-describedby="${describedBy}"`]),
    ...(problem === undefined ? [] : ['aria-invalid="true"']),
  ];
  return [
    `<label for="${id}">${escaped(label)}</label>`,
    ...(hint === undefined ? [] : [`<p class="hint" id="${id}-hint">${escaped(hint)}</p>`]),
    ...(problem === undefined ? [] : [`<p class="problem" id="${id}-problem">${escaped(problem)}</p>`]),
    `<input ${attributes.join(" ")}>`,
  ].join("\n");
};

/** A form that needs nothing but HTML. It is submitted to its own address. */
export const formHtml = (page: FormPage): string => {
  const { lead, objection, fields, submit, account } = page;
  const body = [
    ...(objection === undefined ? [] : [`<p class="objection" role="alert">${escaped(objection)}</p>`]),
    `<p>${escaped(lead)}</p>`,
    `<form method="post">`,
    ...(account === undefined
      ? []
      : [`<input type="text" name="username" autocomplete="username" value="${escaped(account)}" readonly hidden>`]),
    ...fields.map(fieldHtml),
    `<button type="submit">${escaped(submit)}</button>`,
    `</form>`,
  ];
  return whole(page, body.join("\n"));
};

export const noteHtml = (page: NotePage): string => {
  const { lead, link } = page;
  const onward = link === undefined ? "" : `\n<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`;
  return whole(page, `<p>${escaped(lead)}</p>${onward}`);
};
