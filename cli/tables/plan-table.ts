// A plan for people to read: by stage, what is refused last.
import { pluralise } from '#core/pluralise.ts';
import { earlyOf } from '#kinds/resource.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { duration, styled } from '../terminal/output.ts';
import { tableLines } from '../terminal/table.ts';
import { wrapped } from '../terminal/text-width.ts';

const mark: Record<PlanItem['decision'], string> = { act: '●', skip: '·', refuse: '✗' };
const color = { act: 'cyan', skip: 'dim', refuse: 'red' } as const;

type PlanView = {
  readonly width?: number | undefined;
  /** Also what stays as it is, and every resource that one waits for. */
  readonly verbose?: boolean;
  /** In what the table says of the whole: `nothing is changed`. */
  readonly note?: string;
};

type Planned = Pick<Plan, 'environment' | 'action' | 'stages' | 'items' | 'orphans'>;

const namesShown = 3;

const someOf = (names: readonly string[], verbose: boolean): string => {
  const more = verbose ? 0 : Math.max(0, names.length - namesShown);
  return more === 0 ? names.join(', ') : `${names.slice(0, namesShown).join(', ')} +${more}`;
};

/** `early after db: about 4 min after the start begins`. */
const earlyNote = ({ kind, decision, early }: PlanItem, verbose: boolean): string[] => {
  if (!early) return [];
  const names = someOf(early.on, verbose);
  const { atOnce, needsAfterSeconds, beginsAfterSeconds: begins } = early;
  if (atOnce) return [`early: does not wait for ${names}`];
  if (earlyOf(kind) === undefined)
    return [`early has no effect: nobody knows when a resource of kind ${kind} first needs ${names}`];
  if (needsAfterSeconds === undefined) return [`early: waits for ${names} until three starts are known`];
  const when = decision === 'act' && begins !== undefined ? `, about ${duration(begins)} after the start began` : '';
  return [`early: begins ${duration(needsAfterSeconds)} before ${names} is expected to be ready${when}`];
};

const notesOn = (item: PlanItem, verbose: boolean): string[] => {
  const { decision, after, expectedSeconds, early } = item;
  const waitsFor = after.filter((name) => !early?.on.includes(name));
  return [
    ...(waitsFor.length > 0 ? [`after ${someOf(waitsFor, verbose)}`] : []),
    ...earlyNote(item, verbose),
    ...(decision === 'act' && expectedSeconds !== undefined ? [`recently at least ${duration(expectedSeconds)}`] : []),
  ];
};

const decisionText = ({ decision }: PlanItem, action: Plan['action']): string =>
  decision === 'act' ? action : decision === 'skip' ? 'unchanged' : 'refused';

const rowOf = (item: PlanItem, action: Plan['action'], verbose: boolean): string[] => {
  const { resource, kind, decision, reason } = item;
  const notes = notesOn(item, verbose);
  return [
    styled(color[decision], `${mark[decision]} ${resource}`),
    styled(color[decision], decisionText(item, action)),
    styled('dim', kind),
    notes.length > 0 ? `${reason} ${styled('dim', `(${notes.join('; ')})`)}` : reason,
  ];
};

const columns = [{}, {}, { canGo: 1 }, { isText: true }] as const;

/** What is refused stands last in a plan, in any stage. */
const sections = ({ items, stages }: Planned): (readonly [title: string, readonly PlanItem[]])[] => {
  const isRefused = ({ decision }: PlanItem): boolean => decision === 'refuse';
  const staged = stages.map((_, index) => {
    const title = `stage ${index + 1} of ${stages.length}`;
    return [title, items.filter((item) => item.stage === index + 1 && !isRefused(item))] as const;
  });
  return [...staged, ['refused', items.filter(isRefused)] as const];
};

const countsLine = ({ items, action }: Planned, verbose: boolean): string => {
  const count = (decision: PlanItem['decision']) => items.filter((item) => item.decision === decision).length;
  const hidden = count('skip') > 0 && !verbose ? ' (--verbose lists them)' : '';
  return `  ${count('act')} to ${action}, ${count('skip')} unchanged${hidden}, ${count('refuse')} refused`;
};

export const planTable = (
  plan: Planned,
  warnings: readonly string[] = [],
  { width, verbose = false, note = 'nothing is changed' }: PlanView = {},
): string[] => {
  const { environment, action, stages, items, orphans = [] } = plan;
  const listed = sections(plan).map(
    ([title, own]) => [title, verbose ? own : own.filter(({ decision }) => decision !== 'skip')] as const,
  );
  const order = listed.flatMap(([, own]) => own);
  const { rows } = tableLines({
    columns,
    rows: order.map((one) => rowOf(one, action, verbose)),
    indent: '    ',
    width,
  });
  let next = 0;
  return [
    `${styled('bold', `${action} ${environment}`)}: ${pluralise(items.length, 'resource')} in ${pluralise(stages.length, 'stage')}; ${note}`,
    ...listed.flatMap(([title, own]) => {
      const lines = own.flatMap(() => rows[next++] ?? []);
      return lines.length === 0 ? [] : [`  ${title}`, ...lines];
    }),
    countsLine(plan, verbose),
    ...[...warnings, ...orphans].flatMap((warning) =>
      wrapped(styled('yellow', `⚠ ${warning}`), width ?? Number.POSITIVE_INFINITY, '  '),
    ),
  ];
};
