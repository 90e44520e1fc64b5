// A lasting problem is reported when it begins: not again while it lasts, and again after it was solved for a while.
import { missing } from '../aws/simulated-service.ts';
import { rehearsalOf } from '../kinds.ts';
import { cachedPerTrace } from '../trace.ts';
import { isQuiet } from './finishes-by-itself.ts';
import { isDown, isUp, type Past, pastOf } from './history.ts';
import { isFine, ran, reportsIn } from './reports.ts';
import type { Found, Judged } from './violation.ts';

export type SaidOf = {
  readonly notice: string;
  readonly text: string;
  readonly resources: readonly { readonly resource: string }[];
  readonly at: number;
  readonly index: number;
};

/** Right at two ticks in a row. */
const rightMs = 15 * 60_000;

const isLasting = ({ notice }: SaidOf): boolean => notice === 'not-up' || notice === 'drift';

/** What a tick has read is a little older than its decision. */
const lookMs = 2 * 60_000;

/** Whether a query goes from one sort key to another with this one in between. */
const hasRead = (input: unknown, sk: string): boolean => {
  const { ':sk': from, ':last': to } =
    (input as { ExpressionAttributeValues?: Readonly<Record<string, { S?: string } | undefined>> })
      .ExpressionAttributeValues ?? {};
  return from?.S !== undefined && to?.S !== undefined && from.S <= sk && sk <= to.S;
};

/** When ticks between two notices decided what is news: then each reads what it had reported. */
const ticksBetween = ({ lines }: Pick<Judged, 'lines'>, from: SaidOf, to: SaidOf): number[] =>
  lines.slice(from.index + 1, to.index).flatMap(({ at, event }) => {
    if (event.type !== 'call' || event.function !== 'reconcile' || event.error !== undefined) return [];
    return event.operation === 'dynamodb:Query' && hasRead(event.input, 'NOTICE#lasting') ? [at] : [];
  });

/**
 * Whether it may have been right for two ticks in between two times at which it was wrong: what is partly up is no outage, and
 * the world does not show how Curfew saw it. What it was between two ticks nobody has seen.
 */
const mayHaveBeenRight = ({ scenario: { definition }, ...walked }: Judged, name: string, from: SaidOf, to: SaidOf) => {
  const past: Past = pastOf(walked);
  const isDrift = from.notice === 'drift';
  const isWrong = (status: string): boolean =>
    isDrift ? !isDown(definition, name, status) : !isUp(definition, name, status);
  const wasWrong = ({ at }: SaidOf): boolean => past.ever(name, at - 3 * 60_000, at, isWrong);
  const isShown = !isSeenByAsking(name, definition) && !hasOtherGroup(walked, name);
  if (isShown && (!wasWrong(from) || !wasWrong(to))) return false;
  const isOut = (status: string): boolean => (isDrift ? isWrong(status) : isFlatDown(name, status, { definition }));
  for (let ms = from.at; ms + rightMs <= to.at; ms += 60_000)
    if (!past.ever(name, ms, ms + rightMs, isOut)) return true;
  const wasRight = ticksBetween(walked, from, to)
    .filter((at) => at > from.at)
    .map((at) => past.ever(name, at - lookMs, at, (status) => !isOut(status)));
  return wasRight.some((right, index) => right && wasRight[index + 1]);
};

/** A URL that did not answer in time was down for who asked, whatever it is in the world. */
const isSeenByAsking = (name: string, { resources }: Judged['scenario']['definition']): boolean =>
  resources.some((one) => one.name === name && (one.kind === 'http' || one.kind === 'always-on'));

/** Somebody changed the health of another target group, which its status does not show. */
const hasOtherGroup = ({ lines }: Pick<Judged, 'lines'>, name: string): boolean =>
  lines.some(({ event }) => event.type === 'change' && event.resource === name && 'secondGroup' in event.facts);

/** Nothing of it runs. */
const isFlatDown = (name: string, status: string, { definition }: Pick<Judged['scenario'], 'definition'>): boolean => {
  const kind = definition.resources.find((one) => one.name === name)?.kind;
  return status === missing || (kind !== undefined && rehearsalOf(kind).standing.down.includes(status));
};

/** `isSame`: whether nothing came in between that makes it a new occasion. */
export const saidAgain = (
  rehearsal: Judged,
  said: readonly SaidOf[],
  isSame: (a: SaidOf, b: SaidOf) => boolean,
): Found[] =>
  said.filter(isLasting).flatMap((second, index, all) =>
    second.resources.flatMap(({ resource }) => {
      const first = all
        .slice(0, index)
        .findLast((one) => one.notice === second.notice && one.resources.some((other) => other.resource === resource));
      if (!first || !isSame(first, second) || mayHaveBeenRight(rehearsal, resource, first, second)) return [];
      return [{ at: second.at, resource, detail: `repeated: ${second.text}` }];
    }),
  );

/** Two ticks in which it can be read, and a little. */
const patienceMs = 80 * 60_000;

type Outage = { readonly resource: string; readonly from: number; readonly to: number };

type Move = { readonly at: number; readonly to: string };

const movesIn = cachedPerTrace(({ lines }: Pick<Judged, 'lines'>): ReadonlyMap<string, readonly Move[]> => {
  const moves = new Map<string, Move[]>();
  for (const { at, event } of lines) {
    if (event.type !== 'state') continue;
    const own = moves.get(event.resource);
    if (own) own.push({ at, to: event.to });
    else moves.set(event.resource, [{ at, to: event.to }]);
  }
  return moves;
});

const outagesIn = (rehearsal: Judged): Outage[] => {
  const { definition } = rehearsal.scenario;
  return (
    definition.resources
      // How many tasks a service is to have is its owner's; what is left alone need not be up.
      .filter(({ kind, leaveAlone, optional }) => kind !== 'ecs-service' && leaveAlone === undefined && !optional)
      .flatMap(({ name }) => {
        const moves = movesIn(rehearsal).get(name) ?? [];
        return moves.flatMap(({ at, to }, index): Outage[] => {
          const end = moves[index + 1]?.at ?? Number.POSITIVE_INFINITY;
          const wasUp = index > 0 && !isFlatDown(name, moves[index - 1]?.to ?? '', { definition });
          return wasUp && isFlatDown(name, to, { definition }) && end - at >= patienceMs
            ? [{ resource: name, from: at, to: end }]
            : [];
        });
      })
  );
};

/** What a start started, and what then serves nobody, is reported within the hour, however often it happens on one day. */
export const silentOutages = (rehearsal: Judged, said: readonly SaidOf[]): Found[] =>
  outagesIn(rehearsal).flatMap(({ resource, from, to }) => {
    const last = reportsIn(rehearsal).findLast(({ at, report }) => at <= from && ran(report))?.report;
    const entry = last?.resources.find((one) => one.resource === resource);
    const wasUp = last?.action === 'start' && entry !== undefined && isFine(entry) && !entry.staysDown;
    const untilMs = from + patienceMs;
    const isDisturbed = reportsIn(rehearsal).some(({ at }) => at > from && at <= untilMs);
    if (!wasUp || isDisturbed || !isQuiet(rehearsal, from, untilMs)) return [];
    const isSaid = said.some(
      (one) =>
        one.notice === 'not-up' &&
        // What was wrong before, and right for a moment in between, has been said.
        one.at >= from - 2 * rightMs &&
        one.at <= to &&
        one.resources.some((other) => other.resource === resource),
    );
    if (
      isSaid ||
      pastOf(rehearsal).ever(resource, from - 2 * rightMs, from - 1, (status) =>
        isFlatDown(resource, status, rehearsal.scenario),
      )
    )
      return [];
    return [
      {
        at: untilMs,
        resource,
        detail: `${resource} was due up and down for ${patienceMs / 60_000} min, and there was no message`,
      },
    ];
  });
