import { isDeepStrictEqual } from 'node:util';
import type { Report } from '#core/report.ts';
import { namesInPart } from '#definition/part.ts';
import { changesResources } from '../calls.ts';
import { askedByPeople, onlyIn } from './awake.ts';
import { directionOf } from './moves.ts';
import { didNothing, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

/** Whoever asked for some resources gets a run of these. */
const isOfThese = (rehearsal: Judged): Found[] =>
  reportsIn(rehearsal).flatMap(({ at, report }) => {
    const asked = askedByPeople(rehearsal.scenario).find(
      (one) =>
        one.function === report.action &&
        one.input.requestedBy === report.requestedBy &&
        Math.abs(Date.parse(report.startedAt) - one.at) <= 1,
    );
    const only = asked && onlyIn(asked);
    if (!only || didNothing(report) || isDeepStrictEqual(report.only, only)) return [];
    return [{ at, detail: `${report.run} acted on ${report.only ?? 'everything'} instead of ${only.join(', ')}` }];
  });

/** By run: what it must leave as it is. */
const outsideOf = ({ action, only, leftUp }: Report, { definition }: Judged['scenario']) => {
  const part = only && new Set<string>(namesInPart(definition.resources, action, only));
  const left = new Set(leftUp);
  return (name: string, isStop: boolean): boolean =>
    (part !== undefined && !part.has(name)) || (isStop && action === 'stop' && left.has(name));
};

/**
 * A run of some resources starts exactly these with what they need, or stops exactly these with what needs them; and a stop of everything
 * does not touch what it says it left up.
 */
export const partsAreExact: Invariant = {
  name: 'partsAreExact',
  judge(rehearsal) {
    const { scenario, lines } = rehearsal;
    const runs = new Map(
      reportsIn(rehearsal)
        .filter(({ report }) => report.outcome !== 'duplicate')
        .map(({ report }) => [report.run, outsideOf(report, scenario)] as const),
    );
    const found = lines.flatMap(({ at, event }): Found[] => {
      if (event.type !== 'call' || event.resource === undefined || event.run === undefined) return [];
      if (!changesResources(event) || event.operation.startsWith('cloudwatch:')) return [];
      if (!runs.get(event.run)?.(event.resource, directionOf(event) === 'stop')) return [];
      const detail = `${event.run} made ${event.operation} of ${event.resource}, which is no part of it`;
      return [{ at, resource: event.resource, detail }];
    });
    return [...isOfThese(rehearsal), ...found];
  },
};
