// Watches an operation of CloudFormation until it ends, and finds the first cause where it fails.
import type { DeployPorts, StackEvent } from '../ports.ts';
import { standingOf } from './status.ts';

export type Progress = { readonly done: number; readonly failed: number; readonly latest: string };

type Ended =
  | { readonly kind: 'ended'; readonly status: string; readonly cause?: string }
  | { readonly kind: 'interrupted' };

const pollMs = 3_000;

/** What failed because something else had. */
const isConsequence = (reason: string): boolean =>
  /cancelled|The following resource\(s\) failed|Resource (creation|update) Initiated/i.test(reason);

const named = ({ resource, type, reason }: StackEvent): string =>
  `${resource} (${type.replace(/^AWS::/, '')}): ${reason}`;

/** The earliest failure that is not the consequence of another. Newest events come first. */
const firstCause = (events: readonly StackEvent[]): string | undefined => {
  const failed = events.filter(({ status, reason }) => status.endsWith('_FAILED') && reason && !isConsequence(reason));
  const first = failed.at(-1);
  return first && named(first);
};

const isOfStack = ({ type }: StackEvent): boolean => type === 'AWS::CloudFormation::Stack';

/** Back to where the last operation began. */
const ofLastOperation = (events: readonly StackEvent[]): readonly StackEvent[] => {
  const begin = events.findIndex((event) => isOfStack(event) && event.reason === 'User Initiated');
  return begin < 0 ? events : events.slice(0, begin + 1);
};

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

/** What has been told of a stack before an operation begins: by ids, since clocks differ. */
type Known = ReadonlySet<string>;

export const knownOf = async (stack: string, { stacks }: Pick<DeployPorts, 'stacks'>): Promise<Known> =>
  new Set((await stacks.events(stack, () => false)).map(({ id }) => id));

/**
 * `known`: undefined for an operation that somebody else began. Of one's own CloudFormation may say for a moment that the stack is as
 * it was before: it has ended only when something was told of the stack itself.
 */
export const follow = async (
  stack: string,
  known: Known | undefined,
  { stacks, pause, isInterrupted }: FollowPorts,
  show: (progress: Progress) => void,
): Promise<Ended> => {
  for (;;) {
    const [found, all] = await Promise.all([stacks.read(stack), stacks.events(stack, (id) => known?.has(id) ?? false)]);
    if (!found) return { kind: 'ended', status: 'DELETE_COMPLETE' };
    const events = ofLastOperation(all);
    show(progressOf(events));
    const hasBegun = known === undefined || events.some(isOfStack);
    if (hasBegun && standingOf(found.status) !== 'busy') {
      const cause = firstCause(events);
      return { kind: 'ended', status: found.status, ...(cause === undefined ? {} : { cause }) };
    }
    if (isInterrupted()) return { kind: 'interrupted' };
    await pause(pollMs);
  }
};
