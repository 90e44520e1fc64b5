// A plan for people to read.
import { pluralise } from '#core/pluralise.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { duration, styled, table } from '../terminal/output.ts';

const mark: Record<PlanItem['decision'], string> = { act: '●', skip: '·', refuse: '✗' };
const color = { act: 'cyan', skip: 'dim', refuse: 'red' } as const;

const notesOn = ({ decision, after, expectedSeconds }: PlanItem): string[] => [
  ...(after.length > 0 ? [`after ${after.join(', ')}`] : []),
  ...(decision === 'act' && expectedSeconds !== undefined ? [`lately ${duration(expectedSeconds)} or more`] : []),
];

const rowOf = (item: PlanItem): string[] => {
  const { resource, kind, decision, reason } = item;
  const notes = notesOn(item);
  return [
    styled(color[decision], `${mark[decision]} ${resource}`),
    styled('dim', kind),
    decision,
    notes.length > 0 ? `${reason} ${styled('dim', `(${notes.join('; ')})`)}` : reason,
  ];
};

export const planTable = (
  { environment, action, stages, items, orphans = [] }: Plan,
  warnings: readonly string[] = [],
): string[] => {
  const rows = table(items.map(rowOf), '    ');
  const count = (decision: PlanItem['decision']) => items.filter((item) => item.decision === decision).length;
  return [
    `${styled('bold', `${action} ${environment}`)}: ${pluralise(items.length, 'resource')} in ${pluralise(stages.length, 'stage')}; nothing is changed`,
    '',
    ...stages.flatMap((_, index) => [
      `  stage ${index + 1} of ${stages.length}`,
      ...rows.filter((_row, item) => items[item]?.stage === index + 1),
    ]),
    '',
    `  ${count('act')} to ${action}, ${count('skip')} left as they are, ${count('refuse')} refused`,
    ...[...warnings, ...orphans].map((warning) => styled('yellow', `  ⚠ ${warning}`)),
  ];
};
