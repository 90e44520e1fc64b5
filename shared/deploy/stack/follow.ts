// Watches an operation of CloudFormation until it ends, and finds the first cause where it fails.
import type { DeployPorts, StackEvent } from '../ports.ts';
import { standingOf } from './status.ts';

export type Progress = { readonly done: number; readonly failed: number; readonly latest: string };

export type Ended =
  | { readonly kind: 'ended'; readonly status: string; readonly cause?: string }
  | { readonly kind: 'interrupted' };

const pollMs = 3_000;

/** What failed because something else had. */
const isConsequence = (reason: string): boolean =>
  /cancelled|The following resource\(s\) failed|Resource (creation|update) Initiated/i.test(reason);

const named = ({ resource, type, reason }: StackEvent): string =>
  `${resource} (${type.replace(/^AWS::/, '')}): ${reason}`;

/** The earliest failure that is not the consequence of another. Newest events come first. */
export const firstCause = (events: readonly StackEvent[]): string | undefined => {
  const failed = events.filter(({ status, reason }) => status.endsWith('_FAILED') && reason && !isConsequence(reason));
  const first = failed.at(-1);
  return first && named(first);
};

const isOfStack = ({ type }: StackEvent): boolean => type === 'AWS::CloudFormation::Stack';

/** Of the last operation alone, which begins with the stack itself. */
const ofLastOperation = (events: readonly StackEvent[], since: number): readonly StackEvent[] =>
  events.filter(({ at }) => at >= since);

const progressOf = (events: readonly StackEvent[]): Progress => {
  const ofResources = events.filter((event) => !isOfStack(event));
  const latestOf = new Map(ofResources.toReversed().map((event) => [event.resource, event]));
  const states = [...latestOf.values()].map(({ status }) => status);
  const [latest] = ofResources;
  return {
    done: states.filter((status) => status.endsWith('_COMPLETE')).length,
    failed: states.filter((status) => status.endsWith('_FAILED')).length,
    latest: latest ? `${latest.resource} ${latest.status.toLowerCase().replaceAll('_', ' ')}` : '',
  };
};

type FollowPorts = Pick<DeployPorts, 'stacks' | 'pause' | 'isInterrupted'>;

/** `since`: when the operation began, by CloudFormation's clock at the earliest. */
export const follow = async (
  stack: string,
  since: number,
  { stacks, pause, isInterrupted }: FollowPorts,
  show: (progress: Progress) => void,
): Promise<Ended> => {
  for (;;) {
    const [found, all] = await Promise.all([stacks.read(stack), stacks.events(stack)]);
    const events = ofLastOperation(all, since);
    if (!found) return { kind: 'ended', status: 'DELETE_COMPLETE' };
    show(progressOf(events));
    if (standingOf(found.status) !== 'busy') {
      const cause = firstCause(events);
      return { kind: 'ended', status: found.status, ...(cause === undefined ? {} : { cause }) };
    }
    if (isInterrupted()) return { kind: 'interrupted' };
    await pause(pollMs);
  }
};
