import type { Report } from '#core/report.ts';
import { isTrouble } from '../calls.ts';
import type { TraceEvent } from '../trace.ts';
import { beginnings } from './history.ts';
import { type MemoryWrite, memoryWrite } from './memory-writes.ts';
import { ran } from './reports.ts';
import { versionsIn } from './versions.ts';
import type { Found, Invariant } from './violation.ts';

/** What is remembered of a resource and still to be undone, since when. */
type Owed = { readonly at: number };

const isOwed = ({ desired = 0, downBy, givenBack }: MemoryWrite): boolean =>
  !givenBack && (desired > 0 || downBy === 'curfew');

const remembering = (owed: Map<string, Owed>, event: TraceEvent, at: number): void => {
  const write = memoryWrite(event);
  if (!write) return;
  if (isOwed(write)) owed.set(write.name, owed.get(write.name) ?? { at });
  else owed.delete(write.name);
};

/** As many as a report names; of more it says how many. */
const namedMax = 10;

const isNamed = ({ warnings }: Report, name: string): boolean =>
  warnings.some((warning) => warning.startsWith(`${name}: no longer in the definition`));

/** A start names what Curfew has down, and no definition brings up any more: what was taken out of it meanwhile, or renamed. */
export const orphansAreNamed: Invariant = {
  name: 'orphansAreNamed',
  judge(rehearsal) {
    const versions = versionsIn(rehearsal.scenario).map(
      ({ resources }) => new Set<string>(resources.map(({ name }) => name)),
    );
    const began = beginnings(rehearsal);
    const owed = new Map<string, Owed>();
    const troubled = new Set<string | undefined>();
    const found: Found[] = [];
    for (const { at, event } of rehearsal.lines) {
      remembering(owed, event, at);
      if (event.type === 'call' && isTrouble(event) && event.operation.startsWith('dynamodb:')) troubled.add(event.run);
      if (event.type !== 'report' || event.action !== 'start' || !ran(event) || troubled.has(event.run)) continue;
      // One of some resources says nothing of the others.
      if (event.only !== undefined) continue;
      const names = versions[(event.definition?.version ?? 0) - 1];
      if (!names) continue;
      const begun = began.get(event.run) ?? at;
      const orphans = [...owed].filter(([name, since]) => !names.has(name) && since.at < begun).map(([name]) => name);
      if (orphans.length > namedMax) continue;
      for (const name of orphans.filter((one) => !isNamed(event, one)))
        found.push({ at, detail: `${event.run} does not say that ${name} is down and in no definition any more` });
    }
    return found;
  },
};
