// HTML with everything escaped that comes from outside: `html` is a template whose values are texts
// unless they are HTML already. And the frame of every page: no script, no other site's anything.

import { STYLE } from "./style.ts";

/** HTML that may be put into HTML as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | readonly Html[] | null | false;

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0] ?? "";
  for (const [place, value] of values.entries()) text += render(value) + (parts[place + 1] ?? "");
  return new Html(text);
}

function render(value: Value): string {
  if (value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map((item) => item.text).join("");
  return Bun.escapeHTML(String(value));
}

/** A whole page as an answer; `status` 200 unless said otherwise. */
export function pageAnswer(title: string, main: Html, status = 200): Response {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<p class="ribbon">Sandbox: no real card, no real money</p>
${main}
</body>
</html>`;
  return new Response(page.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
  });
}

/** One line of a list with an amount at its end; it belongs into `<ul class="lines">`. */
export function line(what: string, amount: string): Html {
  return html`<li><span>${what}</span><span>${amount}</span></li>`;
}

/** A link that looks like a button, or nothing where there is nowhere to go. */
export function wayBack(label: string, href: string | null): Html | null {
  return href === null ? null : html`<a class="button plain" href="${href}">${label}</a>`;
}

/** Cents in words of the currency: `$10.00`. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}
