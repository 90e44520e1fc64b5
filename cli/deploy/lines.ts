// What a deployment says before and after it: findings, plan, result. Pure.
import { grantedBy, missingFrom, missingText, superfluousIn } from '#access/granted.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import type { Planned } from '#deploy/deploy.ts';
import { countText } from '#deploy/difference.ts';
import { monthlyCost } from '#deploy/monthly-cost.ts';
import type { Finding, Preflight } from '#deploy/preflight/preflight.ts';
import { dayTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';

const marks = {
  error: () => styled('red', '✗'),
  warning: () => styled('yellow', '⚠'),
  note: () => styled('dim', '·'),
} as const;

export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ severity, what, remedy }) => [`${marks[severity]()} ${what}`, `    ${remedy}`]);

const rightsMax = 12;

const listed = (lines: readonly string[], mark: string): string[] => [
  ...lines.slice(0, rightsMax).map((line) => `  ${mark} ${line}`),
  ...(lines.length > rightsMax
    ? [`  ${mark} and ${lines.length - rightsMax} more: curfew template prints all of them`]
    : []),
];

const nothing: Definition['resources'] = [];

/** What the functions may do afterwards and may not now, of what depends on the definition. */
const rightsLines = (before: Definition | undefined, after: Definition): string[] => {
  const had = grantedBy(
    before ?? {
      ...after,
      resources: nothing,
      notifications: { routes: [], runbooks: [] },
      alarms: { ...after.alarms, mute: [] },
    },
  );
  const needs = grantedBy(after);
  return [...listed(missingText(missingFrom(had, needs)), '+'), ...listed(missingText(superfluousIn(had, needs)), '-')];
};

const tonight = (definition: Definition, isPaused: boolean, nowMs: number): string => {
  const { environment, schedule, timeZone } = definition;
  const stop = schedule.enabled ? nextSlotThatCounts(definition, 'stop', nowMs) : undefined;
  if (!schedule.enabled) return `Tonight: nothing, since the definition says \`schedule.enabled: false\``;
  if (stop === undefined) return 'Tonight: nothing, since the schedule has no stop ahead';
  const when = dayTime(stop, timeZone);
  return isPaused
    ? `Tonight: nothing, since it begins paused; resumed, it stops ${environment} ${when} (${timeZone})`
    : `Next stop of ${environment}: ${when} (${timeZone})`;
};

type PlanFacts = {
  readonly definition: Definition;
  readonly current: Definition | undefined;
  readonly planned: Planned;
  readonly found: Preflight;
  readonly isPaused: boolean;
  readonly nowMs: number;
  readonly secrets: number;
};

const stackLines = ({ planned, found }: PlanFacts): string[] => {
  const { changes, isNew, isStackCurrent } = planned;
  if (isStackCurrent) return ['The stack stays as it is: CloudFormation is not asked.'];
  const of = (change: 'add' | 'change' | 'remove') => changes.filter((one) => one.change === change);
  const adopted = found.adoptsTable ? ['  The state table of an earlier deployment is kept and taken over.'] : [];
  if (isNew) return [`Created: ${countText(of('add'))}.`, ...adopted];
  const parts = (['add', 'change', 'remove'] as const).flatMap((change) =>
    of(change).length > 0
      ? [`${change === 'add' ? 'Added' : change === 'change' ? 'Changed' : 'Removed'}: ${countText(of(change))}.`]
      : [],
  );
  return parts.length > 0 ? parts : ['The stack gets the code or parameters of this release.'];
};

/** Rights first, definition second; taken away the other way round. */
const orderLine = ({ planned: { steps, isNew, isStackCurrent } }: PlanFacts): string[] => {
  if (isNew || isStackCurrent) return [];
  const names = steps.map(({ kind }) => (kind === 'stack' ? 'the stack' : 'the definition'));
  return [`In this order: ${names.join(', then ')}.`];
};

export const planLines = (facts: PlanFacts): string[] => {
  const { definition, current, planned, isPaused, nowMs, secrets } = facts;
  const rights = rightsLines(current, definition);
  return [
    ...(planned.first === undefined ? [] : [planned.first]),
    ...stackLines(facts),
    ...orderLine(facts),
    ...(rights.length > 0 ? ['Rights of its functions:', ...rights] : []),
    `Costs about US$ ${monthlyCost(planned.template, secrets).toFixed(2)} a month (docs/cost.md)`,
    tonight(definition, isPaused, nowMs),
  ];
};

export const dryRunLines = ({ outcome, reason, resources }: Report): string[] => {
  const would = resources.filter(({ outcome: one, reason: why }) => one === 'skipped' && why.startsWith('would act'));
  const refused = resources.filter(({ outcome: one }) => one === 'refused' || one === 'failed');
  const summary =
    outcome === 'dry-run'
      ? `A dry run by the deployed function: a stop would change ${would.length} of ${resources.length} resources`
      : `A dry run by the deployed function ended as ${outcome}: ${reason}`;
  return [summary, ...refused.map((one) => `${styled('red', '✗')} ${one.resource}: ${one.reason}`)];
};
