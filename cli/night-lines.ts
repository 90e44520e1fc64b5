// The rehearsed night as plain lines, for pipes and logs.
import type { Traced } from '#sim/trace.ts';
import { clockTime } from './local-time.ts';
import { messageText } from './night-state.ts';
import { styled } from './output.ts';

/** The line of a trace event that people want to read; nothing for the rest. */
export const nightLine = ({ at, event }: Traced, timeZone: string): string | undefined => {
  const time = styled('dim', clockTime(at, timeZone));
  switch (event.type) {
    case 'state': {
      const tasks = event.desired === undefined ? '' : ` (${event.running} of ${event.desired} tasks)`;
      return `${time}  ${event.resource}: ${event.from} → ${event.to}${tasks}`;
    }
    case 'invocation':
      return `${time}  ${event.function} ${event.phase}${event.error ? `: ${event.error}` : ''}`;
    case 'report':
      return `${time}  ${event.run}: ${event.outcome}, ${event.reason}`;
    case 'alarm':
      return `${time}  alarm ${event.name}: ${event.state} (${event.actions})`;
    case 'message':
      return `${time}  Slack ${event.channel}: ${messageText(event.payload)}${event.status === 200 ? '' : ` (answered ${event.status})`}`;
    case 'call':
      return event.error
        ? `${time}  ${event.operation}${event.resource ? ` ${event.resource}` : ''}: ${event.error}`
        : undefined;
    case 'violation':
      return `${time}  ${styled('red', 'VIOLATION')} ${event.invariant}: ${event.detail}`;
    default:
      return undefined;
  }
};
