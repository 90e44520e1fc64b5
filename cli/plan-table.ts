// A plan for people to read.
import { counted } from '#domain/counted.ts';
import type { Plan, PlanItem } from '#domain/plan.ts';
import { styled, table } from './output.ts';

const mark: Record<PlanItem['decision'], string> = { act: '●', skip: '·', refuse: '✗' };
const color = { act: 'cyan', skip: 'dim', refuse: 'red' } as const;

const rowOf = ({ resource, kind, decision, reason, after }: PlanItem): string[] => [
  styled(color[decision], `${mark[decision]} ${resource}`),
  styled('dim', kind),
  decision,
  after.length > 0 ? `${reason} ${styled('dim', `(after ${after.join(', ')})`)}` : reason,
];

export const planTable = ({ environment, action, stages, items }: Plan): string[] => {
  const rows = table(items.map(rowOf), '    ');
  const count = (decision: PlanItem['decision']) => items.filter((item) => item.decision === decision).length;
  return [
    `${styled('bold', `${action} ${environment}`)}: ${counted(items.length, 'resource')} in ${counted(stages.length, 'stage')}; nothing is changed`,
    '',
    ...stages.flatMap((_, index) => [
      `  stage ${index + 1} of ${stages.length}`,
      ...rows.filter((_row, item) => items[item]?.stage === index + 1),
    ]),
    '',
    `  ${count('act')} to ${action}, ${count('skip')} left as they are, ${count('refuse')} refused`,
  ];
};
