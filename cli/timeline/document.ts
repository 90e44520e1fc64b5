// A page with a header: what is simulated says so before its title.
import { type Html, html } from './html.ts';
import { pageShell } from './shell.ts';
import { style } from './style.ts';

type Content = { readonly title: string; readonly isSimulated: boolean; readonly header: Html; readonly main: Html };

/** The whole document, as text. */
export const document = ({ title, isSimulated, header, main }: Content): string =>
  pageShell({
    title,
    style,
    images: 'data:',
    body: html`<header>
<h1>${isSimulated && html`<span class="tag simulated">SIMULATED</span> `}${title}</h1>
${header}
</header>
<main>
${main}
</main>`,
  });
