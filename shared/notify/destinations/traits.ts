// How each destination wants to be spoken to. Known without loading it.
import type { DestinationKind, Target } from '#definition/destinations.ts';
import type { Outgoing } from './destination.ts';

type Traits = {
  /** `digest`: a storm is folded, as people read it. `each`: every notification is sent, as something else keeps them apart. */
  readonly storms: 'digest' | 'each';
  /**
   * `note`: that an alarm flaps is posted once. `each`: every change is sent, since an incident has to end in the right state.
   */
  readonly flapping: 'note' | 'each';
  /** Something is open there until it gets the end, also of an end that a planned downtime expects. */
  readonly hasToHearOfTheEnd: boolean;
  /** Between two messages. */
  readonly gapMs: number;
  /** Of one attempt. */
  readonly timeoutMs: number;
};

const chat = { storms: 'digest', flapping: 'note', hasToHearOfTheEnd: false } as const;

const traits: Readonly<Record<DestinationKind, Traits>> = {
  slack: { ...chat, gapMs: 1_000, timeoutMs: 8_000 },
  // The older webhooks took four a second; workflows have quotas per five minutes.
  teams: { ...chat, gapMs: 500, timeoutMs: 8_000 },
  email: { ...chat, gapMs: 0, timeoutMs: 8_000 },
  // 120 events a minute and integration key.
  pagerduty: { storms: 'each', flapping: 'each', hasToHearOfTheEnd: true, gapMs: 500, timeoutMs: 8_000 },
  jira: { storms: 'each', flapping: 'note', hasToHearOfTheEnd: true, gapMs: 500, timeoutMs: 10_000 },
  webhook: { storms: 'each', flapping: 'each', hasToHearOfTheEnd: false, gapMs: 100, timeoutMs: 10_000 },
};

export const traitsOf = ({ kind }: Pick<Target, 'kind'>): Traits => traits[kind];

/** Whether it remembers what it is about, so that one message about a thing has to come after the other. */
export const remembersThings = (target: Target, { state }: Pick<Outgoing, 'state'>): boolean => {
  switch (target.kind) {
    case 'pagerduty':
    case 'jira':
      return true;
    case 'slack':
      return target.botTokenSecret !== undefined && state !== 'event';
    default:
      return false;
  }
};
