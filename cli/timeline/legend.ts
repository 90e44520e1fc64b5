// What the charts show by pattern and colour; outcomes are written in words.
import { type Html, html } from './html.ts';
import type { Chart, Mark, Row } from './timeline.ts';

const entry = (look: string, meaning: string): Html => html`<li><span class="${look}"></span>${meaning}</li>`;

const someRow = (charts: readonly Chart[], has: (row: Row) => boolean): boolean =>
  charts.some(({ stages }) => stages.some(([, rows]) => rows.some(has)));

const marked =
  (tone: Mark['tone']) =>
  ({ marks }: Row): boolean =>
    marks.some((mark) => mark.tone === tone);

/** Hidden from whoever has the page read out: every row says the same in words. */
export const legend = (charts: readonly Chart[]): Html => html`<ul class="legend" aria-hidden="true">
${entry('wait', 'waits for what it depends on')}
${entry('bar done', 'at work')}
${entry('bar done critical', 'on the critical path')}
${someRow(charts, ({ phases }) => phases.length > 1) && entry('bar done lighter', 'in another status')}
${someRow(charts, marked('bad')) && entry('mark bad', 'a call that failed')}
${someRow(charts, marked('warning')) && entry('mark warning', 'somebody changed it')}
<li>A row opens and says why.</li>
</ul>`;
