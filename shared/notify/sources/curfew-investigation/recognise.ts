// Is this the end of an investigation, as `alarm-investigation` says it? Tolerant to what a later version may add.
import type { Investigation } from '#core/investigation.ts';

type Unknown = Readonly<Record<string, unknown>>;

const isText = (value: unknown): boolean => typeof value === 'string';

const isInvestigation = (value: unknown): value is Investigation => {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, version, environment, at, alarm, since, outcome, task, url, summary = '' } = value as Unknown;
  return (
    kind === 'curfew-investigation' &&
    version === 1 &&
    [environment, at, alarm, since, outcome, task, url, summary].every(isText)
  );
};

export const recogniseInvestigation = (value: unknown): Investigation | undefined =>
  isInvestigation(value) ? value : undefined;
