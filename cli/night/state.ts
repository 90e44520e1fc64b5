// What a rehearsal looks like at one moment, kept up to date from the trace. The picture is drawn from it.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { stages } from '#definition/dependency-graph.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { Traced } from '#sim/trace.ts';

type WatchedRun = {
  readonly name: string;
  readonly action: Action;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly outcome?: string;
};

export type NightState = {
  readonly scenario: Scenario;
  at: number;
  calls: number;
  /** The run in progress, or the last one. */
  run: WatchedRun | undefined;
  readonly status: Map<string, { readonly text: string; readonly since: number }>;
  /** What the last run could not do, and why. */
  readonly trouble: Map<string, string>;
  readonly stages: readonly (readonly string[])[];
  readonly messages: { readonly from: string; readonly text: string }[];
};

export const newNight = (scenario: Scenario, initial: Readonly<Record<string, string>>): NightState => ({
  scenario,
  at: scenario.fromMs,
  calls: 0,
  run: undefined,
  status: new Map(Object.entries(initial).map(([name, text]) => [name, { text, since: scenario.fromMs }])),
  trouble: new Map(),
  stages: stages(scenario.definition.resources, 'start'),
  messages: [],
});

/** Whose a message is, by its label: a channel is Slack's, any other destination says its own name. */
export const destinationOf = (channel: string): string =>
  /^(?:PagerDuty|Microsoft Teams|Jira|webhook|e-mail)(?= [(A-Z])/.exec(channel)?.[0] ?? 'Slack';

/** The first line of a message as Slack shows it. */
export const messageText = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'text' in payload ? String(payload.text) : JSON.stringify(payload);

/** What two attempts at the same message have in common: each says how late it is. */
export const withoutLateness = (text: string): string => text.replace(/ · _sent [^_]+ late_$/, '');

const isAboutResources = (operation: string): boolean => !/^(dynamodb|ssm|sns):/.test(operation);

/** A run is watched from its first look at the resources: one that is refused or a duplicate never gets that far. */
const watchRun = (night: NightState, name: string, action: string, at: number): void => {
  if (night.run?.name === name) return;
  night.run = { name, action: action === 'start' ? 'start' : 'stop', startedAt: at };
  night.trouble.clear();
};

const applyReport = (night: NightState, report: Report, at: number): void => {
  if (night.run?.name !== report.run) return;
  night.run = report.outcome === 'dry-run' ? undefined : { ...night.run, endedAt: at, outcome: report.outcome };
  if (report.outcome === 'superseded') return;
  for (const { resource, outcome, reason, blockedBy, errorCode = outcome } of report.resources)
    if (outcome === 'failed' || outcome === 'refused') night.trouble.set(resource, `${errorCode}: ${reason}`);
    else if (outcome === 'blocked') night.trouble.set(resource, `blocked by ${blockedBy}`);
};

const addMessage = (night: NightState, channel: string, text: string, status: number): void => {
  const from = destinationOf(channel);
  const shown = status === 200 ? text : `(${from} answered ${status}) ${text}`;
  const before = night.messages.at(-1);
  const isSame = before?.from === from && withoutLateness(before.text).endsWith(withoutLateness(text));
  if (isSame) night.messages.pop();
  night.messages.push({ from, text: shown });
};

export const applyTraced = (night: NightState, { at, event }: Traced): void => {
  night.at = at;
  switch (event.type) {
    case 'call':
      night.calls++;
      if (event.run !== undefined && isAboutResources(event.operation)) watchRun(night, event.run, event.function, at);
      return;
    case 'state':
      night.status.set(event.resource, { text: event.to, since: at });
      return;
    case 'report':
      applyReport(night, event, at);
      return;
    case 'message':
      addMessage(night, event.channel, messageText(event.payload), event.status);
      return;
    default:
  }
};
