// One self-contained page about runs: nothing is fetched, no script runs, and every row opens with a key or a tap.

import { offsetTime } from '#core/offset-time.ts';
import { runName } from '#core/part-text.ts';
import { dayTime } from '../terminal/local-time.ts';
import { chartSection } from './chart-section.ts';
import { document } from './document.ts';
import { failedSection } from './failed-section.ts';
import { happeningList } from './happening-list.ts';
import { type Html, html } from './html.ts';
import { legend } from './legend.ts';
import { savedSection } from './saved-section.ts';
import type { Chart, Timeline } from './timeline.ts';

const anchor = ({ report }: Chart): string => `run-${report.run}`;

const contents = ({ charts, timeZone }: Timeline): Html =>
  html`<nav aria-label="Runs"><ul>${charts.map(
    (chart) =>
      html`<li><a href="#${anchor(chart)}"><span class="tag ${chart.report.outcome}">${chart.report.outcome}</span><span>${runName(chart.report)} ${dayTime(chart.from, timeZone)}</span></a></li>`,
  )}</ul></nav>`;

const nothing = html`<p>There were no runs in this time.</p>`;

/** Without a script: the style sheet hides what did not fail. */
const onlyFailed = html`<p><label><input type="checkbox" id="only-failed"> only failed</label></p>`;

/** The whole document, as text. */
export const page = (timeline: Timeline): string => {
  const { title, subtitle, timeZone, from, to, charts, happenings, saved, isSimulated } = timeline;
  const failed = failedSection(charts, anchor, timeZone);
  return document({
    ...{ title, isSimulated },
    header: html`<p>${subtitle}</p>
<p><time datetime="${offsetTime(from, timeZone)}">${dayTime(from, timeZone)}</time> to <time datetime="${offsetTime(to, timeZone)}">${dayTime(to, timeZone)}</time>, ${timeZone}</p>
${charts.length > 1 && contents(timeline)}
${failed && onlyFailed}`,
    main: html`${failed}
${charts.length === 0 ? nothing : charts.map((chart) => chartSection(chart, anchor(chart), timeZone))}
${saved && savedSection(saved)}
${happenings.length > 0 && happeningList(happenings, timeZone)}
${charts.length > 0 && legend(charts)}`,
  });
};
