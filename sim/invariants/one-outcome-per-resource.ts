import { isDeepStrictEqual } from 'node:util';
import type { Report } from '#core/report.ts';
import { namesInPart } from '#definition/part.ts';
import { ran, reportsIn } from './reports.ts';
import type { Invariant } from './violation.ts';

/** Each resource of the definition has exactly one outcome in the report of every run. */
export const oneOutcomePerResource: Invariant = {
  name: 'oneOutcomePerResource',
  judge(rehearsal) {
    const { resources } = rehearsal.scenario.definition;
    const all: readonly string[] = resources.map(({ name }) => name);
    const namesOf = ({ action, only }: Report): string[] =>
      [...(only ? namesInPart(resources, action, only) : all)].toSorted();
    return reportsIn(rehearsal)
      .filter(({ report }) => ran(report) || report.outcome === 'superseded')
      .filter(
        ({ report }) =>
          !isDeepStrictEqual(report.resources.map(({ resource }) => resource).toSorted(), namesOf(report)),
      )
      .map(({ at, report }) => ({ at, detail: `${report.run} does not have one outcome per resource` }));
  },
};
