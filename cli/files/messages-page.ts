// Messages as one page, the way a chat shows them: a bar in their colour, the first line, what follows, the small print. Nothing is
// fetched, no script runs.

import { labelOf } from '#definition/targets.ts';
import { type Content, contentOf, type Span } from '#notify/destinations/content.ts';
import type { Presented } from '#notify/routing/present.ts';
import { type Html, html } from '../timeline/html.ts';
import { pageShell } from '../timeline/shell.ts';

const style = `
:root{color-scheme:light dark;--back:#fff;--text:#1d1c1d;--dim:#616061;--line:#e3e3e4;--code:#f3f3f4;--good:#2eb67d;--warning:#ecb22e;--danger:#e01e5a;--neutral:#8d8d8d}
@media (prefers-color-scheme:dark){:root{--back:#1a1d21;--text:#e8e8e8;--dim:#a3a4a6;--line:#35373b;--code:#2b2e33}}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.46 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1.25rem}
article{padding:.75rem 0;border-bottom:1px solid var(--line)}
article:last-child{border-bottom:0}
h2{font-size:.8125rem;font-weight:400;color:var(--dim);margin:0 0 .25rem}
p{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.said{border-left:4px solid var(--tone);border-radius:3px;padding:.125rem 0 .125rem .75rem;margin-top:.375rem}
.small{color:var(--dim);font-size:.8125rem}
code{font:.875em/1.4 ui-monospace,monospace;background:var(--code);border:1px solid var(--line);border-radius:3px;padding:0 .2em}
a{color:inherit}`;

const spanOf = ({ text, isCode, url }: Span): Html => {
  if (url !== undefined) return html`<a href="${url}" rel="noreferrer">${text}</a>`;
  return isCode ? html`<code>${text}</code>` : html`${text}`;
};

const lineOf = ({ spans, isSmall }: Content['lines'][number]): Html =>
  html`<p class="${isSmall ? 'small' : 'text'}">${spans.map(spanOf)}</p>`;

const messageOf = ({ message, route }: Presented): Html => {
  const { title, lines, tone } = contentOf(message);
  return html`<article>
<h2>${route.to.map(labelOf).join(', ')}</h2>
<p>${title.map(spanOf)}</p>
${lines.length > 0 && html`<div class="said" style="--tone:var(--${tone})">${lines.map(lineOf)}</div>`}
</article>
`;
};

/** The whole document, as text. */
export const messagesPage = (all: readonly Presented[]): string =>
  pageShell({
    title: 'Messages',
    style,
    body: html`<main>
${all.map(messageOf)}</main>`,
  });
