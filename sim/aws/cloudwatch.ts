// Simulated CloudWatch: alarms and the mute rules for them (facts/aws-semantics.md 6).
import { Temporal } from 'temporal-polyfill';
import { errorOf } from '#sim/faults.ts';
import type { Trace } from '#sim/trace.ts';
import { type AlarmWorld, alarmStates, type SimAlarm } from './alarm-states.ts';
import { minutes, notSimulated, page, type SimulatedService, type World } from './simulated-service.ts';

type Input = {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly StateValue?: string;
  readonly Statuses?: readonly string[];
  readonly Name: string;
  readonly AlarmMuteRuleName: string;
  readonly Rule?: {
    readonly Schedule?: { readonly Expression: string; readonly Duration: string; readonly Timezone?: string };
  };
  readonly MuteTargets?: { readonly AlarmNames: readonly string[] };
};

type Rule = { readonly alarms: ReadonlySet<string>; readonly fromMs: number; readonly untilMs: number };

/** The alarms, and beside them what answers about metrics. */
export const withMetrics = (
  alarms: SimulatedService,
  { cloudwatch: metrics }: Readonly<Record<string, SimulatedService | undefined>>,
): SimulatedService => ({
  ...alarms,
  handle: (operation, input) => (metrics?.knows?.(operation) ? metrics : alarms).handle(operation, input),
});

/** A scaled service, as Application Auto Scaling names it in the alarms of a target-tracking policy. */
export type ScaledService = { readonly cluster: string; readonly service: string };

const policyArn = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:simulated';
const elsewhere = 'arn:aws:sns:us-east-1:111122223333:alarms';

const invalid = (message: string): Error => errorOf('ValidationError', message);

/** From when to when a rule is in force. Throws as CloudWatch would. */
export const windowOf = ({ Rule: rule }: Pick<Input, 'Rule'>): Pick<Rule, 'fromMs' | 'untilMs'> => {
  const { Expression = '', Duration = '', Timezone = 'UTC' } = rule?.Schedule ?? {};
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(Expression)?.[1];
  if (at === undefined) throw invalid(`Invalid schedule expression: ${Expression}`);
  const from = Temporal.PlainDateTime.from(at).toZonedDateTime(Timezone);
  const until = from.add(Temporal.Duration.from(Duration));
  const lengthMs = until.epochMilliseconds - from.epochMilliseconds;
  if (lengthMs < minutes(1) || lengthMs > minutes(15 * 24 * 60)) throw invalid('Duration must be PT1M to P15D.');
  return { fromMs: from.epochMilliseconds, untilMs: until.epochMilliseconds };
};

const scalingAlarms = ({ cluster, service }: ScaledService) =>
  ['AlarmHigh', 'AlarmLow'].map((which) => ({
    AlarmName: `TargetTracking-service/${cluster}/${service}-${which}-simulated`,
    ActionsEnabled: true,
    AlarmActions: [policyArn],
    StateValue: 'OK',
  }));

/** What alarms do when they act, except those that scale: they publish to a topic. */
export type AlarmTopic = { readonly arn: string; readonly publish: (alarm: SimAlarm) => void };

const nobody: AlarmTopic = { arn: elsewhere, publish: () => {} };

export const simulatedCloudWatch = (
  alarms: readonly AlarmWorld[],
  scaled: () => readonly ScaledService[],
  { clock }: Pick<World, 'clock'>,
  trace: Trace,
  topic: AlarmTopic = nobody,
  dimensionsOf: (resource: string) => Readonly<Record<string, string>> = () => ({}),
) => {
  const rules = new Map<string, Rule>();
  const isMutedByRule = (name: string): boolean => {
    const now = clock.nowMs();
    return [...rules.values()].some(
      ({ alarms: names, fromMs, untilMs }) => names.has(name) && fromMs <= now && now < untilMs,
    );
  };
  const states = alarmStates(alarms, {
    clock,
    trace,
    isMutedByRule,
    act: (alarm) => {
      if (!alarm.scales) topic.publish(alarm);
    },
  });

  const all = () => [
    ...states.alarms.map(({ name, watches, disabled, scales, state }) => ({
      Dimensions: Object.entries(dimensionsOf(watches)).map(([Name, Value]) => ({ Name, Value })),
      AlarmName: name,
      ActionsEnabled: !disabled,
      AlarmActions: [scales ? policyArn : topic.arn],
      StateValue: state,
    })),
    ...scaled().flatMap(scalingAlarms),
  ];

  const describeAlarms = ({ AlarmNames, AlarmNamePrefix, StateValue, MaxRecords = 50, NextToken }: Input) => {
    if (AlarmNames && AlarmNamePrefix !== undefined)
      throw invalid('AlarmNames and AlarmNamePrefix exclude each other.');
    if ((AlarmNames?.length ?? 0) > 100 || MaxRecords > 100) throw invalid('At most 100 alarms.');
    const asked = all().filter(
      (alarm) =>
        alarm.AlarmName.startsWith(AlarmNamePrefix ?? '') &&
        (AlarmNames?.includes(alarm.AlarmName) ?? true) &&
        (StateValue === undefined || alarm.StateValue === StateValue),
    );
    const { items, next } = page(asked, NextToken, MaxRecords);
    return { MetricAlarms: items, CompositeAlarms: [], ...(next === undefined ? {} : { NextToken: next }) };
  };

  const putRule = (input: Input) => {
    const names = input.MuteTargets?.AlarmNames ?? [];
    if (names.length === 0 || names.length > 100) throw invalid('A mute rule targets 1 to 100 alarms.');
    const rule: Rule = { ...windowOf(input), alarms: new Set(names) };
    rules.set(input.Name, rule);
    states.unmuted();
    if (rule.untilMs > clock.nowMs()) clock.at(rule.untilMs, () => states.unmuted());
    return {};
  };

  /** Those of people mute one alarm each. */
  const byHand = (): string[] => states.alarms.flatMap(({ name, muted }) => (muted ? [name] : []));
  const ruleArn = (name: string): string => `arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:${name}`;

  const listRules = ({ Statuses = [], NextToken }: Input) => {
    const now = clock.nowMs();
    const statusOf = ({ fromMs, untilMs }: Rule): string =>
      now < fromMs ? 'SCHEDULED' : now < untilMs ? 'ACTIVE' : 'EXPIRED';
    const all = [
      ...[...rules].map(([name, rule]) => ({ AlarmMuteRuleArn: ruleArn(name), Status: statusOf(rule) })),
      ...byHand().map((name) => ({ AlarmMuteRuleArn: ruleArn(`people-${name}`), Status: 'ACTIVE' })),
    ].filter(({ Status }) => Statuses.length === 0 || Statuses.includes(Status));
    const { items, next } = page(all, NextToken, 50);
    return { AlarmMuteRuleSummaries: items, ...(next === undefined ? {} : { NextToken: next }) };
  };

  const getRule = (name: string) => {
    const own = rules.get(name);
    const alarm = byHand().find((one) => `people-${one}` === name);
    if (!own && alarm === undefined) throw errorOf('ResourceNotFoundException', `There is no mute rule ${name}.`);
    return { Name: name, MuteTargets: { AlarmNames: own ? [...own.alarms] : [alarm] } };
  };

  const service: SimulatedService = {
    handle(operation, input: Input) {
      switch (operation) {
        case 'DescribeAlarms':
          return describeAlarms(input);
        case 'ListAlarmMuteRules':
          return listRules(input);
        case 'GetAlarmMuteRule':
          return getRule(input.AlarmMuteRuleName);
        case 'PutAlarmMuteRule':
          return putRule(input);
        case 'DeleteAlarmMuteRule':
          rules.delete(input.AlarmMuteRuleName);
          states.unmuted();
          return {};
        default:
          return notSimulated('cloudwatch', operation);
      }
    },
  };
  return { service, resourceChanged: states.resourceChanged, muteByHand: states.muteByHand };
};
