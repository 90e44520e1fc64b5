// One self-contained page: nothing is fetched, and no script runs.
import { type Html, html } from './html.ts';
import { style } from './style.ts';

/** Were anything of a page ever not escaped, it could neither run nor fetch nor send anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

type Content = { readonly title: string; readonly isSimulated: boolean; readonly header: Html; readonly main: Html };

/** The whole document, as text. What is simulated says so before its title. */
export const document = ({ title, isSimulated, header, main }: Content): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>${isSimulated && html`<span class="tag simulated">SIMULATED</span> `}${title}</h1>
${header}
</header>
<main>
${main}
</main>
</body>
</html>
`.markup;
