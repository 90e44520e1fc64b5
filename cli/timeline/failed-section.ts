// What went wrong, above everything else: each failed resource with its cause, and with those that were blocked by it.
import { runName } from '#core/part-text.ts';
import type { ReportedResource } from '#core/report.ts';
import { dayTime } from '../terminal/local-time.ts';
import { type Html, html } from './html.ts';
import type { Chart, Row } from './timeline.ts';

const isCause = ({ outcome }: Row): boolean => outcome === 'failed' || outcome === 'refused';

const rowsOf = ({ stages }: Chart): Row[] => stages.flatMap(([, rows]) => rows);

type Blocked = Pick<ReportedResource, 'resource' | 'blockedBy'>;

/** Directly, or by one that was blocked itself. */
const blockedBy = (resource: string, all: readonly Blocked[], seen: readonly string[] = []): string[] =>
  all
    .filter((one) => one.blockedBy === resource && !seen.includes(one.resource))
    .flatMap((one) => [one.resource, ...blockedBy(one.resource, all, [...seen, resource, one.resource])]);

const consequence = ({ report }: Chart, { resource }: Row): string => {
  const names = [...new Set(blockedBy(resource, report.resources))];
  const state = report.action === 'start' ? 'was not started' : 'was not stopped';
  if (names.length === 0) return `${resource} ${state}; nothing else depends on it.`;
  return `${resource} ${state}, and so neither ${names.length === 1 ? 'was' : 'were'} ${names.join(', ')}.`;
};

const item = (chart: Chart, row: Row, anchor: string): Html => html`<li class="${row.outcome}">
<p><a href="#${anchor}"><b>${row.resource}</b></a> <small>${row.kind}</small> <span class="tag ${row.outcome}">${row.outcome}</span></p>
<dl><div><dt>cause</dt><dd>${row.reason}${row.errorCode ? ` [${row.errorCode}]` : ''}</dd></div>
<div><dt>consequence</dt><dd>${consequence(chart, row)}</dd></div></dl>
</li>`;

/** Nothing where nothing failed. */
export const failedSection = (
  charts: readonly Chart[],
  anchorOf: (chart: Chart) => string,
  timeZone: string,
): Html | false => {
  const failing = charts
    .map((chart) => ({ chart, rows: rowsOf(chart).filter(isCause) }))
    .filter(({ rows }) => rows.length > 0);
  if (failing.length === 0) return false;
  return html`<section class="failures" aria-labelledby="failures"><h2 id="failures">What failed</h2>
${failing.map(
  ({ chart, rows }) => html`<h3>${runName(chart.report)} ${dayTime(chart.from, timeZone)}</h3>
<ul class="rows">${rows.map((row) => item(chart, row, anchorOf(chart)))}</ul>`,
)}
</section>`;
};
