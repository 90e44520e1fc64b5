// What `control` answers: one object, whichever way it was asked.
import type { Granted } from '#access/granted.ts';
import type { LocatedProblem } from '#definition/problem.ts';
import type { VersionSummary } from '#definition/versions/version.ts';
import type { CalendarRead } from './change-calendars.ts';
import type { HistoryEntry } from './history.ts';

export type Owner = { readonly owner: 'cli' | 'stack'; readonly stack?: string };

/** Why nothing was changed. */
export type Refusal = {
  readonly kind: 'refused';
  readonly because:
    | 'request'
    | 'invalid'
    | 'conflict'
    | 'rights'
    | 'owner'
    | 'memory'
    | 'unknown-version'
    | 'too-large';
  readonly text: string;
  readonly problems?: readonly (LocatedProblem & { readonly file: string })[];
  /** The rights that are missing, a line each. */
  readonly rights?: readonly string[];
  /** The version that somebody else applied meanwhile. */
  readonly current?: VersionSummary;
};

export type SchedulesSet =
  | { readonly schedules: 'set' }
  /** The version is applied; reconcile sets them at its next look. */
  | { readonly schedules: 'follow'; readonly reason: string };

export type Applied = {
  /** `same`: it is the current one already. */
  readonly kind: 'applied' | 'same' | 'would-apply';
  readonly version: number;
  readonly hash: string;
  readonly forgotten?: readonly string[];
  /** Change Calendars that could not be read: their days are those of the version before. */
  readonly calendars?: readonly string[];
} & SchedulesSet;

type Current = {
  readonly kind: 'current';
  readonly version?: VersionSummary & { readonly yaml: string; readonly content: unknown };
  readonly granted?: Granted;
} & Partial<Owner>;

export type Answer =
  | Refusal
  | Applied
  | Current
  | { readonly kind: 'history'; readonly versions: readonly HistoryEntry[] }
  | { readonly kind: 'shown'; readonly version: VersionSummary; readonly yaml: string }
  | ({ readonly kind: 'adopted' } & Owner)
  | ({ readonly kind: 'schedules' } & SchedulesSet)
  /** `version`: the one with these days; a new one where something changed. */
  | { readonly kind: 'calendars'; readonly version: number; readonly read: readonly CalendarRead[] };

export const refuse = (because: Refusal['because'], text: string, more: Partial<Refusal> = {}): Refusal => ({
  ...more,
  kind: 'refused',
  because,
  text: `${text}; nothing was changed`,
});
