import { isDeepStrictEqual } from 'node:util';
import type { Report } from '#core/report.ts';
import { namesInPart } from '#definition/part.ts';
import { ran, reportsIn } from './reports.ts';
import type { Invariant } from './violation.ts';

/** Each resource of the definition, or of the part of it that was asked for, has exactly one outcome in the report of every run. */
export const oneOutcomePerResource: Invariant = {
  name: 'oneOutcomePerResource',
  judge(rehearsal) {
    const { resources } = rehearsal.scenario.definition;
    const all = resources.map(({ name }) => name as string).toSorted();
    const namesOf = ({ action, only }: Report): string[] =>
      only ? [...namesInPart(resources, action, only)].toSorted() : all;
    return reportsIn(rehearsal)
      .filter(({ report }) => ran(report) || report.outcome === 'superseded')
      .filter(
        ({ report }) =>
          !isDeepStrictEqual(report.resources.map(({ resource }) => resource).toSorted(), namesOf(report)),
      )
      .map(({ at, report }) => ({ at, detail: `${report.run} does not have one outcome per resource` }));
  },
};
