// What a report says of a run of some resources, and of what a stop of everything left up. Pure.
import { partText } from '#core/part-text.ts';
import type { Report } from '#core/report.ts';
import type { Claim } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { namesInPart } from '#definition/part.ts';

const leftAwake = (claim: Claim): readonly string[] =>
  claim.granted ? (claim.leaves?.flatMap(({ names }) => names) ?? []) : [];

export const withPart = (report: Report, claim: Claim, { resources }: Pick<Definition, 'resources'>): Report => {
  const { only } = claim.request;
  const left = leftAwake(claim);
  if (!only) return left.length > 0 ? { ...report, leftUp: [...new Set(left)] } : report;
  const count = namesInPart(resources, claim.action, only).size;
  const text = partText({ action: claim.action, only, count, of: resources.length });
  const reason = claim.granted ? `${text}: ${report.reason}` : report.reason;
  return { ...report, reason, only, of: resources.length };
};
