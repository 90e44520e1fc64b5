// One resource of a run: a track that shows when, and behind it, on demand, why.
import { outcomeText } from '../tables/run-summary.ts';
import { duration } from '../terminal/output.ts';
import { type Html, html } from './html.ts';
import type { Scale } from './scale.ts';
import type { Mark, Row } from './timeline.ts';

type Clock = (ms: number) => string;

const took = ({ from, to, outcome }: Row): string =>
  from === undefined || to === undefined || outcome === 'skipped' ? '–' : duration((to - from) / 1_000);

const described = (row: Row, clock: Clock): string => {
  const { resource, outcome, from, to, critical } = row;
  const when = from === undefined || to === undefined ? 'never began' : `${clock(from)} to ${clock(to)}`;
  return `${resource}: ${outcomeText(outcome)}, ${when}, ${took(row)}${critical ? ', on the critical path' : ''}`;
};

const span = (from: number, to: number, scale: Scale): string =>
  `left:${scale(from)}%;width:${Math.max(0.4, Math.round((scale(to) - scale(from)) * 100) / 100)}%`;

const waiting = ({ from }: Row, scale: Scale): Html | false =>
  from !== undefined && scale(from) > 0 && html`<span class="wait" style="left:0;width:${scale(from)}%"></span>`;

const bar = (row: Row, scale: Scale): Html | false => {
  const { from, to, outcome, critical, phases } = row;
  if (from === undefined || to === undefined) return false;
  const parts = phases.map((phase, index) => ({ ...phase, odd: index % 2 === 1 }));
  return html`<span class="bar ${outcome}${critical ? ' critical' : ''}" style="${span(from, to, scale)}"></span>${parts.map(
    ({ from: start, to: end, text, odd }) =>
      odd && html`<span class="phase" style="${span(start, end, scale)}" title="${text}"></span>`,
  )}`;
};

const marks = (all: readonly Mark[], scale: Scale): Html[] =>
  all.map(({ at, tone, text }) => html`<span class="mark ${tone}" style="left:${scale(at)}%" title="${text}"></span>`);

const details = (row: Row, clock: Clock): Html => html`<div class="why">
<p>${row.reason}${row.errorCode ? ` [${row.errorCode}]` : ''}</p>
${
  row.phases.length > 1 &&
  html`<ol>${row.phases.map(({ from, to, text }) => html`<li>${clock(from)} ${text} for ${duration((to - from) / 1_000)}</li>`)}</ol>`
}
${row.marks.length > 0 && html`<ul>${row.marks.map(({ at, text }) => html`<li>${clock(at)} ${text}</li>`)}</ul>`}
</div>`;

const isTrouble = ({ outcome }: Row): boolean => ['failed', 'refused', 'blocked'].includes(outcome);

export const rowItem = (
  row: Row,
  scale: Scale,
  clock: Clock,
): Html => html`<li class="${isTrouble(row) ? 'trouble' : 'fine'}"><details${isTrouble(row) && html` open`}>
<summary aria-label="${described(row, clock)}"><span class="name">${row.critical ? html`<b>${row.resource}</b>` : row.resource}<small>${row.kind}</small></span><span class="track">${waiting(row, scale)}${bar(row, scale)}${marks(row.marks, scale)}</span><span class="took">${took(row)}</span><span class="tag ${row.outcome}">${outcomeText(row.outcome)}</span></summary>
${details(row, clock)}
</details></li>`;
