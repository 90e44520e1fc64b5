// What a rehearsal looks like at one moment, kept up to date from the trace. The picture and the lines are drawn from it.
import type { Action } from '#domain/definition.ts';
import { stages } from '#plan/graph.ts';
import type { Scenario } from '#sim/scenario.ts';
import type { Traced } from '#sim/trace.ts';

export type NightState = {
  readonly scenario: Scenario;
  at: number;
  calls: number;
  /** The run in progress, or the last one. */
  run: { readonly action: Action; readonly startedAt: number; endedAt?: number; outcome?: string } | undefined;
  readonly status: Map<string, { readonly text: string; readonly since: number }>;
  readonly stages: readonly (readonly string[])[];
  readonly said: string[];
};

export const newNight = (scenario: Scenario, initial: Readonly<Record<string, string>>): NightState => ({
  scenario,
  at: scenario.fromMs,
  calls: 0,
  run: undefined,
  status: new Map(Object.entries(initial).map(([name, text]) => [name, { text, since: scenario.fromMs }])),
  stages: stages(scenario.definition.resources, 'start'),
  said: [],
});

/** The first line of a message as Slack shows it. */
export const messageText = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'text' in payload ? String(payload.text) : JSON.stringify(payload);

export const take = (night: NightState, { at, event }: Traced): void => {
  night.at = at;
  switch (event.type) {
    case 'call':
      night.calls++;
      return;
    case 'state':
      night.status.set(event.resource, { text: event.to, since: at });
      return;
    case 'invocation':
      if (event.phase === 'started') night.run = { action: event.function as Action, startedAt: at };
      return;
    case 'report':
      night.run = { action: event.action, startedAt: Date.parse(event.startedAt), endedAt: at, outcome: event.outcome };
      return;
    case 'message':
      night.said.push(messageText(event.payload));
      return;
    default:
  }
};
