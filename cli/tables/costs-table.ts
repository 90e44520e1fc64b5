// Costs for people to read. Pure.
import { pluralise } from '#core/pluralise.ts';
import type { CostLine, ServiceCost } from '#costs/compare.ts';
import { type Costs, moneyText } from '#costs/costs.ts';
import { styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

type View = { readonly plan: string | undefined; readonly width?: number | undefined; readonly verbose?: boolean };

type Money = (usd: number) => string;

const signed = (usd: number, money: Money): string => {
  if (usd === 0) return money(0);
  return usd > 0 ? styled('yellow', `+${money(usd)}`) : styled('green', `-${money(-usd)}`);
};

const notKnown: Readonly<Record<CostLine['source'], string>> = {
  external: 'not known here: it is on another bill',
  unknown: 'not known here: say in the plan where to look (`actual`)',
  'cost-explorer': '',
  fixed: 'fixed by the plan',
};

const servicesText = (services: readonly ServiceCost[], money: Money, count: number): string => {
  const shown = services
    .slice(0, count)
    .map(
      ({ service, component, usd }) => `${service}${component === undefined ? '' : ` (${component})`} ${money(usd)}`,
    );
  const more = services.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};

const commentOf = ({ source, services, parts }: CostLine, money: Money, verbose: boolean): string => {
  const said = notKnown[source];
  if (said !== '') return said;
  const of =
    parts.length > 0 && verbose
      ? `planned ${parts.map(({ name, planned }) => `${name} ${money(planned)}`).join(', ')}; `
      : '';
  if (services.length === 0) return `${of}Cost Explorer shows nothing for it`;
  return `${of}${servicesText(services, money, verbose ? services.length : 2)}`;
};

const dim = (text: string): string => (text === '' ? '' : styled('dim', text));
const none = dim('-');

const rowOf = (line: CostLine, money: Money, verbose: boolean): string[] => [
  line.name,
  money(line.planned),
  line.actual === null ? dim('not known') : money(line.actual),
  line.forecast === null ? none : money(line.forecast),
  line.difference === null ? none : signed(line.difference, money),
  dim(commentOf(line, money, verbose)),
];

const totalRows = ({ unplanned, totals }: Costs, money: Money, verbose: boolean): string[][] => [
  [
    'unplanned',
    none,
    money(unplanned.actual),
    unplanned.forecast === null ? none : money(unplanned.forecast),
    unplanned.forecast === null ? none : signed(unplanned.forecast, money),
    dim(servicesText(unplanned.services, money, verbose ? unplanned.services.length : 3)),
  ],
  [
    styled('bold', 'total'),
    styled('bold', money(totals.planned)),
    styled('bold', money(totals.actual)),
    totals.forecast === null ? none : money(totals.forecast),
    totals.difference === null ? none : signed(totals.difference, money),
    dim(
      totals.planned === totals.plannedKnown
        ? ''
        : `${money(totals.plannedKnown)} of the plan is for what is known here`,
    ),
  ],
];

const columns = (isWholeMonth: boolean) => [
  { head: dim('line') },
  { head: dim('planned') },
  { head: dim(isWholeMonth ? 'actual' : 'so far') },
  { head: dim('month') },
  { head: dim('difference') },
  { head: dim('what'), isText: true as const },
];

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', styled('bold', title), ...lines.map((line) => `  ${line}`)];

const changedLines = ({ changed, noChanges }: Costs): string[] =>
  noChanges === null ? changed.map(({ sentence }) => sentence) : [`not known: ${noChanges}`];

const alwaysLines = ({ alwaysOn }: Costs, money: Money, verbose: boolean): string[] => {
  const shown = verbose ? alwaysOn : alwaysOn.slice(0, 5);
  const more = alwaysOn.length - shown.length;
  return [
    ...shown.map(({ what, reason, usdPerMonth }) => {
      const amount = usdPerMonth === undefined ? 'unknown' : `${money(usdPerMonth)} a month`;
      return reason.startsWith(amount) ? `${what}: ${reason}` : `${what}: ${amount}; ${reason}`;
    }),
    ...(more > 0 ? [dim(`${more} more (--verbose lists them)`)] : []),
  ];
};

const headOf = ({ environment, month, until, isWholeMonth, totals, tag, lines }: Costs, money: Money): string => {
  const when = isWholeMonth ? '' : until === null ? ', nothing known yet' : `, until ${until}`;
  const planned = lines.length === 0 ? 'no plan' : `${money(totals.planned)} planned`;
  return `${styled('bold', `${environment} in ${month}`)}${when}: ${money(totals.actual)}, ${planned}, by the tag ${tag.key}=${tag.value}`;
};

const footOf = ({ requests, requestsUsd, currency }: Costs, plan: string | undefined): string =>
  dim(
    `${plan === undefined ? 'No plan: give one with --plan, or as costs/ENV.yaml' : `Plan: ${plan}`}. Cost Explorer: ${
      requests === 0
        ? "today's answer, no request"
        : `${pluralise(requests, 'request')}, ${moneyText(requestsUsd, currency)}`
    }; its data are about a day old.`,
  );

const savedLines = ({ savedBySchedule, conclusion }: Costs, money: Money): string[] => {
  if (!savedBySchedule) return [];
  const { usd, usdUncertain } = savedBySchedule;
  const uncertain = usdUncertain > 0 ? `, plus about ${money(usdUncertain)} at prices that are uncertain` : '';
  return [`${styled('green', money(usd))} not spent${uncertain}`, ...(conclusion === null ? [] : [conclusion])];
};

export const costsTable = (costs: Costs, { plan, width, verbose = false }: View): string[] => {
  const money: Money = (usd) => moneyText(usd, costs.currency);
  const rows = [...costs.lines.map((line) => rowOf(line, money, verbose)), ...totalRows(costs, money, verbose)];
  const apart = costs.notUsage.filter(({ usd }) => usd !== 0);
  return [
    headOf(costs, money),
    '',
    ...table({ columns: columns(costs.isWholeMonth), rows, width }),
    ...(apart.length === 0
      ? []
      : ['', `Not counted above: ${apart.map(({ recordType, usd }) => `${recordType} ${money(usd)}`).join(', ')}`]),
    ...(costs.noForecast === null ? [] : ['', `No forecast: ${costs.noForecast}`]),
    ...listed('What changed', changedLines(costs)),
    ...listed('Saved by the schedule', savedLines(costs, money)),
    ...listed('Always on', alwaysLines(costs, money, verbose)),
    '',
    footOf(costs, plan),
  ];
};
