// What must not compile: a source of notifications, or a kind, that lacks a facet. `tsc`, which is part of `npm test`, fails as soon
// as one of the marked lines does compile; what is not marked shows that nothing else is wrong with it.
import type { Services } from '#kinds/adapter.ts';
import type { Decisions } from '#kinds/decisions.ts';
import { kindDefinition } from '#kinds/kind-definition.ts';
import type { PermissionsByKind } from '#kinds/permissions.ts';
import { rdsInstance } from '#kinds/rds-instance/definition.ts';
import type { SizesByKind } from '#kinds/sizes.ts';
import type { StatusAdapters } from '#kinds/status-adapters.ts';
import { statusKind } from '#kinds/status-kind.ts';
import { eventSource } from '#notify/event-source.ts';
import { always, never } from '#notify/policy.ts';
import { source } from '#notify/source.ts';
import { acm } from '#notify/sources/acm/source.ts';
import type { Budget, BudgetAction } from '#notify/sources/budget/detail.ts';
import { policy as budgetPolicy } from '#notify/sources/budget/policy.ts';
import { recogniseBudget } from '#notify/sources/budget/recognise.ts';
import { renderBudget, renderBudgetAction } from '#notify/sources/budget/render.ts';
import { allSources, type Complete } from '#notify/sources.ts';
import type { Rehearsals } from '#sim/kinds.ts';

const render = { budget: renderBudget, 'budget-action': renderBudgetAction };
const facets = { names: ['budget'], recognise: recogniseBudget, render, policy: budgetPolicy } as const;
const budgets = (given: Parameters<typeof source<Budget | BudgetAction, 'budget'>>[0]) => source(given);

export const ofASource = () => {
  const { names: _names, ...withoutNames } = facets;
  const { recognise: _recognise, ...withoutRecognition } = facets;
  const { render: _render, ...withoutRendering } = facets;
  const { policy: _policy, ...withoutPolicy } = facets;
  const { mayBeFolded: _folded, ...notForStorms } = budgetPolicy;
  const { mayBeExpected: _expected, ...notForDowntimes } = budgetPolicy;
  const { isAccountWide: _wide, ...notForRoutes } = budgetPolicy;
  return [
    budgets(facets),
    // @ts-expect-error Routes have no name for it.
    budgets(withoutNames),
    // @ts-expect-error Nothing tells that a message is its own.
    budgets(withoutRecognition),
    // @ts-expect-error It has no message.
    budgets(withoutRendering),
    // @ts-expect-error One of its two kinds has no message.
    budgets({ ...facets, render: { budget: renderBudget } }),
    // @ts-expect-error Neither storms nor downtimes know what to do with it.
    budgets(withoutPolicy),
    // @ts-expect-error A storm does not know whether a digest may say it.
    budgets({ ...facets, policy: notForStorms }),
    // @ts-expect-error A downtime does not know whether it is the cause.
    budgets({ ...facets, policy: notForDowntimes }),
    // @ts-expect-error Routing does not know whether it is about one environment.
    budgets({ ...facets, policy: notForRoutes }),
    // @ts-expect-error It has a name that no route may use.
    source({ ...facets, names: ['weather'] }),
  ];
};

export const ofASourceOfEvents = (of: Parameters<typeof eventSource<never, 'acm'>>[0]) => {
  const { read: _read, ...withoutReading } = of;
  const { policy: _policy, ...withoutPolicy } = of;
  return [
    eventSource(of),
    // @ts-expect-error Nothing is read of its events, so that its message is empty.
    eventSource(withoutReading),
    // @ts-expect-error Neither storms nor downtimes know what to do with it.
    eventSource(withoutPolicy),
    // @ts-expect-error A storm does not know whether a digest may say it.
    eventSource({ ...of, policy: { mayBeExpected: never, isAccountWide: always } }),
  ];
};

/** All names that routes may use, and one that is left out. */
export const ofTheRegistry = (): unknown[] => {
  const whole: Complete<(typeof allSources)[number]> = allSources;
  // @ts-expect-error Every source but this one is missing.
  const one: Complete<typeof acm> = [acm];
  return [whole, one];
};

type Without<R> = Omit<R, 'ec2-instance'>;

/** A kind that is missing in one of the registries of its facets. */
export const ofAKind = (
  adapters: Without<Services>,
  statusAdapters: Without<StatusAdapters>,
  decisions: Without<Decisions>,
  permissions: Without<PermissionsByKind>,
  sizes: Omit<SizesByKind, 'rds-instance'>,
  rehearsals: Without<Rehearsals>,
): unknown[] => {
  // @ts-expect-error Nobody reads or changes it.
  const adapted: Services = adapters;
  // @ts-expect-error Nobody reads its answers.
  const read: StatusAdapters = statusAdapters;
  // @ts-expect-error Nobody decides about it.
  const decided: Decisions = decisions;
  // @ts-expect-error Nobody may do anything with it.
  const permitted: PermissionsByKind = permissions;
  // @ts-expect-error Nobody knows what it costs, and its definition does not say why.
  const sized: SizesByKind = sizes;
  // @ts-expect-error No rehearsal shows it.
  const rehearsed: Rehearsals = rehearsals;
  return [adapted, read, decided, permitted, sized, rehearsed];
};

type RdsTypes = NonNullable<(typeof rdsInstance)['types']>;

/** A kind that has a status, and of which a run would not know that it has to remember who took it down. */
export const ofADefinition = (): unknown[] => {
  const { remembersWho: _remembersWho, ...withoutOwner } = rdsInstance;
  return [
    kindDefinition<RdsTypes>()(rdsInstance),
    // @ts-expect-error A start would bring up what somebody else had stopped.
    kindDefinition<RdsTypes>()(withoutOwner),
  ];
};

type Described = Parameters<typeof statusKind>[0];

/** A kind that is described as a value, and lacks a part. */
export const ofADescription = (whole: Described): unknown[] => {
  const { statuses: _statuses, ...withoutStatuses } = whole;
  const { calls: _calls, ...withoutCalls } = whole;
  const { rehearsal: _rehearsal, ...withoutRehearsal } = whole;
  const { notPriced: _notPriced, ...withoutPrice } = whole;
  return [
    statusKind(whole),
    // @ts-expect-error Nothing says what up and down are.
    statusKind(withoutStatuses),
    // @ts-expect-error Nothing says which calls read and change it.
    statusKind(withoutCalls),
    // @ts-expect-error No rehearsal shows it.
    statusKind(withoutRehearsal),
    // @ts-expect-error Savings have neither a figure nor a reason.
    statusKind(withoutPrice),
  ];
};
