// How to read the charts: each pattern beside what it means. Outcomes are also written in words.
import { type Html, html } from './html.ts';
import type { Chart, Mark, Row } from './timeline.ts';

const entry = (look: string, name: string, meaning: string): Html =>
  html`<li><span class="${look}" aria-hidden="true"></span><b>${name}</b> ${meaning}</li>`;

const someRow = (charts: readonly Chart[], has: (row: Row) => boolean): boolean =>
  charts.some(({ stages }) => stages.some(([, rows]) => rows.some(has)));

const marked =
  (tone: Mark['tone']) =>
  ({ marks }: Row): boolean =>
    marks.some((mark) => mark.tone === tone);

const ended =
  (...outcomes: readonly Row['outcome'][]) =>
  ({ outcome }: Row): boolean =>
    outcomes.includes(outcome);

export const legend = (
  charts: readonly Chart[],
): Html => html`<section aria-labelledby="legend"><h2 id="legend">How to read the charts</h2>
<p>One row per resource, time from left to right. Select a row to see why it took so long or what failed.</p>
<ul class="legend">
${entry('wait', 'striped', 'waits for what it depends on')}
${entry('bar done', 'green', 'starts or stops, and gets there')}
${someRow(charts, ended('failed', 'refused')) && entry('bar failed', 'red', 'failed or was refused')}
${someRow(charts, ended('blocked')) && entry('tag blocked', 'blocked', 'never began, because something it depends on failed')}
${entry('bar done critical', 'blue edge', 'critical path: the longest chain of dependencies, which decides how long the run takes')}
${someRow(charts, ({ phases }) => phases.length > 1) && entry('bar done lighter', 'lighter', 'the next status of the same resource')}
${someRow(charts, marked('bad')) && entry('mark bad', 'red line', 'an API call that failed')}
${someRow(charts, marked('warning')) && entry('mark warning', 'amber line', 'somebody else changed the resource')}
</ul></section>`;
