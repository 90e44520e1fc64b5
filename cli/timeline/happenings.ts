// What happened beside the runs' own resources: messages, alarms, people, and functions that died. Pure.
import { isTrouble } from '#sim/calls.ts';
import type { Violation } from '#sim/invariants/all.ts';
import type { Traced } from '#sim/trace.ts';
import { destinationOf, messageText } from '../night/state.ts';
import type { Happening } from './timeline.ts';

const ofLine = ({ at, event }: Traced): Happening[] => {
  switch (event.type) {
    case 'message': {
      const refused = event.status === 200 ? '' : ` (${destinationOf(event.channel)} answered ${event.status})`;
      const text = `${event.channel}: ${messageText(event.payload)}${refused}`;
      return [{ at, what: 'message', tone: refused ? 'bad' : 'plain', text }];
    }
    case 'alarm': {
      const tone = event.actions === 'muted' ? 'plain' : 'warning';
      return [{ at, what: 'alarm', tone, text: `${event.name}: ${event.state}, ${event.actions}` }];
    }
    case 'change':
      return [{ at, what: 'person', tone: 'warning', text: `someone changed ${event.resource}` }];
    case 'invocation': {
      if (event.phase === 'ended' || event.phase === 'started') return [];
      const error = event.error ? `: ${event.error}` : '';
      return [{ at, what: 'function', tone: 'bad', text: `${event.function} ${event.phase}${error}` }];
    }
    case 'call':
      if (!isTrouble(event) || event.resource !== undefined || !event.error?.match(/Exception|Failure|Error/))
        return [];
      return [{ at, what: 'fault', tone: 'bad', text: `${event.operation}: ${event.error}` }];
    default:
      return [];
  }
};

export const happeningsOf = (lines: readonly Traced[], violations: readonly Violation[]): Happening[] =>
  [
    ...lines.flatMap(ofLine),
    ...violations.map(
      ({ at, invariant, detail }): Happening => ({
        at,
        what: 'invariant',
        tone: 'bad',
        text: `${invariant}: ${detail}`,
      }),
    ),
  ].toSorted((a, b) => a.at - b.at);
