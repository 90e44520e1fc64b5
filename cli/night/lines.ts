// The rehearsed night as plain lines, for pipes and logs.
import { isTrouble } from '#sim/calls.ts';
import type { Traced } from '#sim/trace.ts';
import { clockTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';
import { destinationOf, messageText } from './state.ts';

type EventOf<T extends Traced['event']['type']> = Extract<Traced['event'], { type: T }>;

const tasksOf = ({ desired }: EventOf<'state'>): string => {
  if (typeof desired !== 'number' || desired === 0) return '';
  return ` (${desired} ${desired === 1 ? 'task' : 'tasks'})`;
};

/** Reconcile looks every quarter of an hour; only what it sets going is news, and what it says is a message. */
const invocationText = ({ function: name, phase, error, result }: EventOf<'invocation'>): string | undefined => {
  if (error !== undefined) return `${name} ${phase}: ${error}`;
  if (name !== 'reconcile') return `${name} ${phase}`;
  const does = typeof result === 'object' && result !== null && 'action' in result ? String(result.action) : undefined;
  return does === undefined ? undefined : `reconcile invokes ${does}`;
};

const factText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const changeText = ({ resource, facts }: EventOf<'change'>): string => {
  const factTexts = Object.entries(facts).map(([key, value]) => `${key} ${factText(value)}`);
  return `someone changes ${resource}: ${factTexts.join(', ')}`;
};

const textOf = (event: Traced['event']): string | undefined => {
  switch (event.type) {
    case 'state':
      return `${event.resource}: ${event.from} → ${event.to}${tasksOf(event)}`;
    case 'invocation':
      return invocationText(event);
    case 'change':
      return changeText(event);
    case 'in-vain':
      return `a task of ${event.resource} ended: ${event.needed} was not there`;
    case 'report':
      return `${event.run}: ${event.outcome}, ${event.reason}`;
    case 'alarm':
      return `alarm ${event.name}: ${event.state} (${event.actions})`;
    case 'investigation':
      return `investigation of ${event.title}: ${event.phase}`;
    case 'message':
      return `${destinationOf(event.channel) === 'Slack' ? 'Slack ' : ''}${event.channel}: ${messageText(event.payload)}${event.status === 200 ? '' : ` (answered ${event.status})`}`;
    case 'call': {
      if (!isTrouble(event)) return undefined;
      return `${event.operation}${event.resource ? ` ${event.resource}` : ''}: ${event.error}`;
    }
    case 'violation':
      return `${styled('red', 'VIOLATION')} ${event.invariant}: ${event.detail}\n          replay: ${event.replay}`;
    default:
      return undefined;
  }
};

/** The line of a trace event that people want to read; nothing for the rest. */
export const nightLine = ({ at, event }: Traced, timeZone: string): string | undefined => {
  const text = textOf(event);
  return text === undefined ? undefined : `${styled('dim', clockTime(at, timeZone))}  ${text}`;
};
