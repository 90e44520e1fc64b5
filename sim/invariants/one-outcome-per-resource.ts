import { isDeepStrictEqual } from 'node:util';
import { ran, reportsIn } from './reports.ts';
import type { Invariant } from './violation.ts';

/** Each resource of the definition has exactly one outcome in the report of every run. */
export const oneOutcomePerResource: Invariant = {
  name: 'oneOutcomePerResource',
  judge(rehearsal) {
    const names = rehearsal.scenario.definition.resources.map(({ name }) => name as string).toSorted();
    return reportsIn(rehearsal)
      .filter(({ report }) => ran(report) || report.outcome === 'superseded')
      .filter(({ report }) => !isDeepStrictEqual(report.resources.map(({ resource }) => resource).toSorted(), names))
      .map(({ at, report }) => ({ at, detail: `${report.run} does not have one outcome per resource` }));
  },
};
