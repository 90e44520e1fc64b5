// The trace around a violation, one short line per event.
import { pluralise } from '#core/pluralise.ts';
import type { Traced } from '#sim/trace.ts';
import { clockTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';

const inputOf = (input: unknown): string => {
  const { TableName: _, Item, Key, ...rest } = input as Readonly<Record<string, unknown>>;
  const item = (Item ?? Key) as { readonly sk?: { readonly S?: string } } | undefined;
  return item ? (item.sk?.S ?? '') : JSON.stringify(rest);
};

const textOf = ({ event }: Traced, resource: string | undefined): string => {
  switch (event.type) {
    case 'call':
      return `${event.run ?? event.function} ${event.operation} ${inputOf(event.input)}${event.error ? ` → ${event.error}` : ''}${event.carriedOut ? ' (carried out)' : ''}`;
    case 'state':
      return `${event.resource}: ${event.from} → ${event.to}`;
    case 'capacity':
      return `${event.resource}: ${pluralise(event.desired, 'task')} wanted${event.scaling ? `, scaling ${JSON.stringify(event.scaling)}` : ''} (${event.by})`;
    case 'change':
      return `people set ${event.resource} ${JSON.stringify(event.facts)}`;
    case 'in-vain':
      return `a task of ${event.resource} ended: ${event.needed} was not there`;
    case 'healed':
      return 'everything is repaired';
    case 'invocation':
      return `${event.function} ${event.phase}${event.run ? ` ${event.run}` : ''}${event.error ? `: ${event.error}` : ''}`;
    case 'report': {
      const one = event.resources.find((reported) => reported.resource === resource);
      return `${event.run}: ${event.outcome}, ${event.reason}${one ? `; ${resource} ${one.outcome}: ${one.reason}` : ''}`;
    }
    default:
      return event.type;
  }
};

/** The line at which the invariant broke is marked. */
export const excerptLines = (
  excerpt: readonly Traced[],
  { at, resource }: { readonly at: number; readonly resource?: string },
  timeZone: string,
): string[] => {
  const broken = excerpt.findLastIndex((line) => line.at <= at);
  return excerpt.map(
    (line, index) =>
      `  ${index === broken ? styled('red', '>') : ' '} ${styled('dim', clockTime(line.at, timeZone))}  ${textOf(line, resource)}`,
  );
};
