// A month of an environment in money, as bars: planned against actual, line by line, and what each day cost and did not. Pure.
import { dollars, type Savings } from '#core/cost.ts';
import { type Costs, moneyText } from '#costs/costs.ts';
import { document } from './document.ts';
import { type Html, html } from './html.ts';
import { savedSection } from './saved-section.ts';

/** By list prices: what the resources that Curfew stops cost on a day, and what they did not. */
type DayOfMoney = { readonly date: string; readonly spent: number; readonly saved: number };

export type MoneyPage = {
  readonly environment: string;
  readonly month: string;
  readonly isSimulated: boolean;
  readonly days: readonly DayOfMoney[];
  readonly savings: Savings;
  /** Or why what it did cost is not known. */
  readonly costs: Costs | { readonly unknown: string };
};

type Tone = 'planned' | 'actual' | 'ahead' | 'saved';
type Bar = { readonly tone: Tone; readonly usd: number };

const percent = (usd: number, most: number): string => (most <= 0 ? '0' : ((100 * usd) / most).toFixed(2));

/** One after the other on one track; `most` is what a whole track stands for. */
const track = (bars: readonly Bar[], most: number): Html => {
  let left = 0;
  const spans = bars.map(({ tone, usd }) => {
    const from = left;
    left += Math.max(0, usd);
    return html`<span class="bar ${tone}" style="left:${percent(from, most)}%;width:${percent(Math.max(0, usd), most)}%"></span>`;
  });
  return html`<span class="track" aria-hidden="true">${spans}</span>`;
};

const row = (label: string, bars: readonly Bar[], most: number, text: string): Html =>
  html`<div class="row"><span class="name">${label}</span>${track(bars, most)}<span class="took">${text}</span></div>`;

const notKnown = 'not known here';

type Line = {
  readonly name: string;
  readonly planned: number;
  readonly actual: number | null;
  readonly forecast: number | null;
};

/** A month that is not over has a lighter part: what is still to come by the forecast. */
const lineGroup = ({ name, planned, actual, forecast }: Line, most: number, currency: string): Html => {
  const money = (usd: number): string => moneyText(usd, currency);
  const ahead = Math.max(0, (forecast ?? 0) - (actual ?? 0));
  const text = actual === null ? notKnown : money(actual);
  const month =
    forecast === null || forecast === actual
      ? undefined
      : html`<p class="run">by the end of the month: ${money(forecast)}</p>`;
  return html`<div class="group">${row(`${name}, planned`, [{ tone: 'planned', usd: planned }], most, money(planned))}
${row(
  `${name}, actual`,
  [
    { tone: 'actual', usd: actual ?? 0 },
    { tone: 'ahead', usd: ahead },
  ],
  most,
  text,
)}${month}</div>`;
};

const againstPlan = (costs: Costs): Html => {
  const { lines, unplanned, totals, currency, conclusion } = costs;
  const all: readonly Line[] = [
    { name: 'All', planned: totals.plannedKnown, actual: totals.actual, forecast: totals.forecast },
    ...lines,
    { name: 'Unplanned', planned: 0, actual: unplanned.actual, forecast: unplanned.forecast },
  ];
  const most = Math.max(...all.flatMap(({ planned, actual, forecast }) => [planned, actual ?? 0, forecast ?? 0]));
  return html`<section class="money" aria-labelledby="plan"><h2 id="plan">Planned against actual</h2>
<p>${conclusion ?? 'Actual costs are those of Cost Explorer, about a day old.'}</p>
${all.map((line) => lineGroup(line, most, currency))}
</section>`;
};

const unknownCosts = (reason: string): Html =>
  html`<section aria-labelledby="plan"><h2 id="plan">Planned against actual</h2><p>What it did cost is not known: ${reason}</p></section>`;

const byDay = (days: readonly DayOfMoney[]): Html => {
  const most = Math.max(...days.map(({ spent, saved }) => spent + saved), 0);
  const rows = days.map(({ date, spent, saved }) =>
    row(
      date,
      [
        { tone: 'actual', usd: spent },
        { tone: 'saved', usd: saved },
      ],
      most,
      `${dollars(saved)} saved`,
    ),
  );
  return html`<section class="money" aria-labelledby="days"><h2 id="days">Day by day</h2>
<p>By list prices: what the resources that Curfew stops cost (first part), and what they did not cost because they were off (second part).</p>
${rows}</section>`;
};

const legend = html`<ul class="legend"><li><span class="bar planned"></span>planned</li><li><span class="bar actual"></span>actual</li>
<li><span class="bar ahead"></span>forecast for the rest of the month</li><li><span class="bar saved"></span>saved by the schedule</li></ul>`;

export const moneyPage = ({ environment, month, isSimulated, days, savings, costs }: MoneyPage): string =>
  document({
    title: `${environment} in ${month}: ${dollars(savings.usd)} saved`,
    isSimulated,
    header: legend,
    main: html`${'unknown' in costs ? unknownCosts(costs.unknown) : againstPlan(costs)}
${byDay(days)}
${savedSection(savings)}`,
  });
