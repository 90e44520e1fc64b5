// Is this one of our own reports? Asked before every other recogniser. Tolerant to what a later version may add; what
// is missing something that a reader relies on is not recognised, and goes out as raw text instead of half a message.

import type { Action } from '#core/action.ts';
import type { Report, ReportedResource, ReportOutcome } from '#core/report.ts';

type Unknown = Readonly<Record<string, unknown>>;

const actions: Readonly<Record<Action, true>> = { start: true, stop: true };

const reportOutcomes: Readonly<Record<ReportOutcome, true>> = {
  done: true,
  partial: true,
  failed: true,
  skipped: true,
  duplicate: true,
  stale: true,
  superseded: true,
  refused: true,
  'dry-run': true,
};

const resourceOutcomes: Readonly<Record<ReportedResource['outcome'], true>> = {
  done: true,
  skipped: true,
  failed: true,
  blocked: true,
  refused: true,
};

const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isOptional = (is: (value: unknown) => boolean, value: unknown): boolean => value === undefined || is(value);
const isListOf = (is: (item: unknown) => boolean, value: unknown): boolean => Array.isArray(value) && value.every(is);
const isOneOf = (known: Unknown, value: unknown): boolean => isString(value) && Object.hasOwn(known, value);

// `kind` may be any string: it is only shown, and a kind newer than this bundle is no reason for a raw message.
const isReportedResource = (value: unknown): boolean =>
  isObject(value) &&
  [value.resource, value.kind, value.reason].every(isString) &&
  isNumber(value.stage) &&
  isOneOf(resourceOutcomes, value.outcome) &&
  [value.blockedBy, value.startedAt, value.endedAt, value.errorCode].every((text) => isOptional(isString, text)) &&
  isOptional(isNumber, value.seconds);

const isExpected = (value: unknown): boolean => isObject(value) && isString(value.what) && isNumber(value.times);

const isPin = (value: unknown): boolean => isObject(value) && isNumber(value.version) && isString(value.hash);

const isComingStart = (value: unknown): boolean => isObject(value) && [value.begins, value.readyBy].every(isString);

const isReport = (value: unknown): value is Report =>
  isObject(value) &&
  value.kind === 'curfew-report' &&
  value.version === 1 &&
  isOneOf(actions, value.action) &&
  isOneOf(reportOutcomes, value.outcome) &&
  [value.run, value.environment, value.reason, value.requestedBy, value.startedAt, value.endedAt].every(isString) &&
  [value.why, value.scheduledTime, value.readyBy].every((text) => isOptional(isString, text)) &&
  [value.seconds, value.criticalPathSeconds].every(isNumber) &&
  [value.criticalPath, value.alarmsMuted, value.warnings].every((texts) => isListOf(isString, texts)) &&
  [value.only, value.leftUp].every((names) => isOptional((texts) => isListOf(isString, texts), names)) &&
  [value.alarmsMutedCount, value.of].every((count) => isOptional(isNumber, count)) &&
  isOptional(isPin, value.definition) &&
  isOptional(isComingStart, value.nextStart) &&
  isOptional((counted) => isListOf(isExpected, counted), value.expected) &&
  isListOf(isReportedResource, value.resources);

export const recogniseReport = (value: unknown): Report | undefined => (isReport(value) ? value : undefined);
