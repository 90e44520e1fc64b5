// A run: what it came to, and its resources over time, stage by stage.

import { runName } from '#core/part-text.ts';
import { timeFact } from '../tables/run-summary.ts';
import { clockTime, dayTime } from '../terminal/local-time.ts';
import { duration } from '../terminal/output.ts';
import { ticks } from './axis.ts';
import { type Html, html } from './html.ts';
import { rowItem } from './row-item.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { Chart } from './timeline.ts';

const fact = (name: string, value: string | undefined | false): Html | undefined =>
  value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : undefined;

const facts = (chart: Chart, timeZone: string): Html => {
  const { report } = chart;
  const {
    requestedBy,
    why,
    criticalPath,
    criticalPathSeconds,
    earlySeconds,
    alarmsMuted,
    alarmsMutedCount,
    scheduledTime,
  } = report;
  const time = timeFact(report);
  const path = criticalPath.length > 0 && `${criticalPath.join(' → ')} (${duration(criticalPathSeconds)})`;
  return html`<dl>
${fact(time.name, time.text)}
${fact('critical path', path)}
${fact('early starts', earlySeconds !== undefined && `ready ${duration(earlySeconds)} sooner`)}
${fact('requested by', why ? `${requestedBy}: ${why}` : requestedBy)}
${fact('scheduled for', scheduledTime && dayTime(Date.parse(scheduledTime), timeZone))}
${fact('alarms muted', alarmsMuted.length > 0 && `${alarmsMutedCount ?? alarmsMuted.length}: ${alarmsMuted.join(', ')}`)}
</dl>`;
};

const axis = (chart: Chart, scale: Scale, timeZone: string): Html =>
  html`<div class="axis" aria-hidden="true">${ticks(chart.from, chart.to, timeZone).map(
    ({ at, label }) => html`<span style="left:${scale(at)}%">${label}</span>`,
  )}</div>`;

const warnings = ({ report }: Chart): Html | false =>
  report.warnings.length > 0 &&
  html`<ul class="warnings">${report.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`;

export const chartSection = (chart: Chart, id: string, timeZone: string): Html => {
  const { report, stages, from, to } = chart;
  const scale = scaleOf(from, to);
  const title = `${runName(report)} ${dayTime(from, timeZone)}`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="tag ${report.outcome}">${report.outcome}</span></h2>
<p>${report.reason}</p>
${facts(chart, timeZone)}
${warnings(chart)}
${stages.length > 0 && axis(chart, scale, timeZone)}
${stages.map(
  ([stage, rows]) => html`<h3>stage ${stage} of ${stages.length}</h3>
<ul class="rows">${rows.map((row) => rowItem(row, scale, (ms) => clockTime(ms, timeZone)))}</ul>`,
)}
<p class="run">${report.run}</p>
</section>`;
};
