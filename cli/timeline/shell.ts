// The shell of a page that is complete in itself: nothing is fetched, and no script runs.
import { type Html, html } from './html.ts';

type Shell = {
  readonly title: string;
  readonly style: string;
  /** Where its pictures come from, if it has any. */
  readonly images?: 'data:';
  readonly body: Html;
};

/** Were anything of a page ever not escaped, it could neither run nor fetch nor send anything. */
const policyOf = (images: Shell['images']): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(images ? [`img-src ${images}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The whole document, as text. */
export const pageShell = ({ title, style, images, body }: Shell): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(images)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
