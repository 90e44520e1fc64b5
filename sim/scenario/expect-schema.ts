// The shape of `expect:` in a scenario file: what must be so of the runs, the resources and the messages of a night.
import * as z from 'zod';
import { text, time, whole } from './fields.ts';

const actions = ['start', 'stop'] as const;

const runOutcomes = [
  'done',
  'partial',
  'failed',
  'skipped',
  'duplicate',
  'stale',
  'superseded',
  'refused',
  'dry-run',
] as const;

const resourceOutcomes = ['done', 'skipped', 'failed', 'blocked', 'refused'] as const;

const resourceOutcome = z
  .union([
    z.enum(resourceOutcomes).transform((outcome) => ({ outcome })),
    z.strictObject({
      outcome: z.enum(resourceOutcomes).meta({ examples: ['failed'] }),
      reason: text('no tasks left').optional(),
      errorCode: text('DEADLINE').optional(),
      blockedBy: text('camunda-db').optional(),
    }),
  ])
  .meta({ examples: ['done'] });

/** Inclusive; without them the whole night. */
const span = { from: time.optional(), until: time.optional() };

const howOften = { times: whole(0, 10_000, 1).optional() };

const ofRun = {
  requestedBy: text('schedule').optional(),
  reason: text('1 failed').optional(),
  warning: text('may stay muted').optional(),
  resources: z
    .record(z.string(), resourceOutcome)
    .meta({ examples: [{ scoring: 'done' }] })
    .optional(),
  ...span,
};

const spelled = actions.flatMap((action) => runOutcomes.map((outcome) => `${action} ${outcome}` as const));

const action = z.enum(actions).meta({ examples: ['start'] });
const outcome = z.enum(runOutcomes).meta({ examples: ['done'] });

export const expectedRun = z
  .union([
    z.enum(spelled).transform((run) => {
      const [ofAction, ofOutcome] = run.split(' ');
      return { action: action.parse(ofAction), outcome: outcome.parse(ofOutcome) };
    }),
    z.strictObject({ action, outcome, ...ofRun }),
  ])
  .meta({ examples: ['start done'] });

export const expectedReport = z.strictObject({
  action: action.optional(),
  outcome: outcome.optional(),
  run: text('staging-stop-20261119T230000Z').optional(),
  ...ofRun,
  ...howOften,
});

const pattern = text('only partly up').transform((source, context) => {
  try {
    return new RegExp(source, 'u');
  } catch (error) {
    const message = `is not a regular expression: ${error instanceof Error ? error.message : error}`;
    context.issues.push({ code: 'custom', input: source, message });
    return z.NEVER;
  }
});

const ofText = { contains: text('only partly up').optional(), matches: pattern.optional() };

export const expectedMessage = z.strictObject({
  ...ofText,
  channel: text('#atlas-staging').optional(),
  ...span,
  ...howOften,
});

export const expectedNotice = z.strictObject({
  notice: text('not-up').optional(),
  resource: text('scoring').optional(),
  ...ofText,
  ...span,
  ...howOften,
});

export const expectedAlarm = z.strictObject({
  name: text('scoring-running-tasks'),
  state: z
    .enum(['ALARM', 'OK', 'INSUFFICIENT_DATA'])
    .meta({ examples: ['ALARM'] })
    .optional(),
  actions: z
    .enum(['fired', 'muted'])
    .meta({ examples: ['fired'] })
    .optional(),
  ...span,
  ...howOften,
});

/** Its facts are held against a schema of the resource's kind. */
export const expectedState = z.looseObject({ at: time, resource: text('scoring') });

const entries = (example: unknown) =>
  z
    .array(z.unknown())
    .meta({ examples: [[example]] })
    .optional();

export const expectPart = z
  .strictObject({
    runs: entries('stop done'),
    reports: entries({ action: 'start', outcome: 'failed', times: 0 }),
    resources: z
      .record(z.string(), z.unknown())
      .meta({ examples: [{ scoring: { desired: 2 } }] })
      .optional(),
    states: entries({ at: '2026-11-20T07:00:00-03:00', resource: 'scoring', desired: 0 }),
    messages: entries({ contains: 'is down', times: 1 }),
    notices: entries({ notice: 'not-up', times: 0 }),
    alarms: entries({ name: 'scoring-running-tasks', actions: 'fired', times: 0 }),
    memory: z
      .array(text('scoring'))
      .meta({ examples: [['scoring']] })
      .optional(),
  })
  .meta({ examples: [{ runs: ['stop done', 'start done'] }] });

export type ExpectPart = z.output<typeof expectPart>;
