// Reads state and severity from any JSON. It goes by the names of fields, because most AWS services and tools agree on those. Pure.
import type { Severity } from '#core/notification.ts';
import { parsedJson } from './json.ts';
import {
  isOver,
  severityOfLabel,
  severityOfLevel,
  severityOfRank,
  severityOfState,
  worst,
} from './severity-keywords.ts';

export type Outcome = {
  /** As received: `FAILED`. The worst, if there are several. */
  readonly state: string | undefined;
  /** Every state, as received. */
  readonly states: readonly string[];
  /** Undefined if no field gives one. */
  readonly severity: Severity | undefined;
  /** The problem is over, or there is none. */
  readonly isOver: boolean;
};

/** `path`: the key of the parent; `depth`: the level of nesting. */
export type Field = {
  readonly key: string;
  readonly path: string;
  readonly depth: number;
  readonly value: string | number;
};

const depthMax = 4;
const fieldsMax = 400;

/** `build-status`, `BuildStatus` → `buildstatus`. */
const plainKey = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Keys of earlier states, desired states and configuration, which are left out. */
const elsewhere =
  /^(?:old|previous|prior(?!it)|former|desired|expected|target)|^(?:requestparameters|environment|environmentvariables|tags?|userdata)$/;

/** `ok: false`, `failed: true`. */
const isGood = /^(?:ok|success|successful|succeeded|passed|healthy|isok|issuccess|issuccessful)$/;
const isBad = /^(?:failed|failure|haserrors?|iserror|hasfailed|timedout|crashed)$/;
const isVerdict = (key: string): boolean => isGood.test(key) || isBad.test(key);

/** Every scalar with its key, outermost first. JSON in strings is parsed. */
export const fieldsOf = (value: unknown): Field[] => {
  const found: Field[] = [];
  let level: { readonly path: string; readonly value: unknown }[] = [{ path: '', value }];
  for (let depth = 0; depth < depthMax && level.length > 0 && found.length < fieldsMax; depth++) {
    const next: typeof level = [];
    for (const { path, value: holder } of level) {
      if (typeof holder !== 'object' || holder === null) continue;
      for (const [name, item] of Object.entries(holder).slice(0, 100)) {
        const key = Array.isArray(holder) ? path : plainKey(name);
        if (elsewhere.test(key)) continue;
        if (typeof item === 'string' && /^\s*\{[\s\S]*\}\s*$/.test(item))
          next.push({ path: key, value: parsedJson(item) });
        else if (typeof item === 'string' || typeof item === 'number') found.push({ key, path, depth, value: item });
        else if (typeof item === 'boolean' && isVerdict(key)) found.push({ key, path, depth, value: String(item) });
        else next.push({ path: key, value: item });
      }
    }
    level = next;
  }
  return found.slice(0, fieldsMax);
};

/** Keys with such an ending hold a state. */
const ofState =
  /(?:(?:state|status)(?:code)?(?:value|name)?|result|outcome|verdict|conclusion|transition|health|compliancetype|consolelogin|alerttype|notificationtype|eventtype|messagetype|resolution|^event|^action)$/;
/** Says what came of it wherever it stands: `scanResultStatus` inside of a scan whose own status is that it ended. */
const ofResult = /(?:result|resultstatus|verdict|conclusion|compliancetype)$/;
const ofRank = /^(?:priority|urgency|impact)$/;
const ofLevel = /^(?:level|loglevel)$/;
const ofSeverity = /^(?:severitylabel|level|loglevel|priority|urgency|criticality|impact)$|severity$/;
/** Keys that are present only after an error. */
const ofError =
  /^(?:errorcode|lasterrorcode|errortype|error|errors|errorcount|failures|failurecount|faultcode|failurecode|failuretype)$/;
/** `Severity: { Label: HIGH }`, `finding-severity-counts: { CRITICAL: 2 }`. */
const insideSeverity = /severity$/;
const countsOf = /severitycounts?$/;

const isNothing = (value: string | number): boolean =>
  /^(?:|0|none|null|no ?error|ok|success)$/i.test(String(value).trim());

const severityOf = ({ key, path, value }: Field): Severity | undefined => {
  if (countsOf.test(path)) return Number(value) > 0 ? severityOfLabel(key) : undefined;
  if (ofRank.test(key)) return severityOfRank(value);
  if (ofLevel.test(key)) return severityOfLevel(value);
  if (ofSeverity.test(key)) return severityOfLabel(value);
  if (insideSeverity.test(path)) return key === 'label' || key === 'description' ? severityOfLabel(value) : undefined;
  if (ofError.test(key)) return isNothing(value) ? undefined : 'error';
  // Of MediaLive; SET says nothing of any other state.
  if (key === 'alarmstate' && /^set$/i.test(String(value))) return 'error';
  return ofState.test(key) && typeof value === 'string' ? severityOfState(value) : undefined;
};

const verdictOf = (fields: readonly Field[]): Severity | undefined =>
  fields.some(({ key, value }) => (isGood.test(key) && value === 'false') || (isBad.test(key) && value === 'true'))
    ? 'error'
    : undefined;

const ofExit = /^(?:exitcode|exitstatus|returncode)$/;
const ofHttp = /^(?:statuscode|httpstatus|httpstatuscode|httpcode|responsecode)$/;

/** Codes of a process or of HTTP. */
const severityOfCode = ({ key, value }: Field): Severity | undefined => {
  const code = /^\d{1,3}$/.test(String(value)) ? Number(value) : undefined;
  if (code === undefined) return undefined;
  if (ofExit.test(key)) return code === 0 ? undefined : 'error';
  if (!ofHttp.test(key) || code < 400) return undefined;
  return code >= 500 ? 'error' : 'warning';
};

/** What went wrong, as a list or an object, if it is not empty. */
const isListed = ({ path, value }: Field): boolean =>
  /^(?:errors?|exception|failures?|failed)$/.test(path) && !isNothing(value);

/** What counts where no state tells. */
const withoutState = (fields: readonly Field[]): Severity | undefined =>
  scoreOf(fields) ??
  verdictOf(fields) ??
  worst(fields.map(severityOfCode).filter((one) => one !== undefined)) ??
  (fields.some(isListed) ? 'error' : undefined);

const scoreOf = (fields: readonly Field[]): Severity | undefined => {
  const score = fields.find(
    ({ key, path, value }) => typeof value === 'number' && insideSeverity.test(path) && key === 'score',
  );
  return score && severityOfLabel(score.value);
};

type Rated = { readonly field: Field; readonly severity: Severity };

/** The outermost states, and every result. The state of a job counts, not that of one of its attempts. */
const outermost = (rated: readonly Rated[]): Rated[] => {
  const depth = Math.min(...rated.map(({ field }) => field.depth));
  return rated.filter(({ field }) => field.depth === depth || ofResult.test(field.key));
};

/** A problem or an incident that is open is one; anything else may be open without harm: a request, a calendar. */
const isOpenProblem = (fields: readonly Field[], states: readonly string[]): boolean =>
  fields.some(({ key }) => /^(?:problem|incident)/.test(key)) &&
  states.some((state) => /^(?:open|active)$/i.test(state));

/** What somebody is to do is no state, as is `start`; that an incident is closed, or an alert triggered, is one. */
const isOrder = (key: string, value: string): boolean =>
  key === 'action' && !isOver(value) && (severityOfState(value) ?? 'info') === 'info';

const isState = ({ key, value }: Field): boolean =>
  ofState.test(key) && typeof value === 'string' && value.length <= 80 && !isOrder(key, value);

export const outcomeIn = (fields: readonly Field[]): Outcome => {
  const rated = fields.flatMap((field): Rated[] => {
    const severity = severityOf(field);
    return severity === undefined ? [] : [{ field, severity }];
  });
  const ratedStates = outermost(rated.filter(({ field }) => isState(field)));
  const stateSeverity = worst(ratedStates.map(({ severity }) => severity));
  const states = fields.filter(isState).map(({ value }) => String(value));
  const end = fields.find((field) => isState(field) && isOver(String(field.value)));
  if (end && stateSeverity !== 'error' && stateSeverity !== 'critical')
    return { state: String(end.value), states, severity: 'info', isOver: true };
  const problem: Severity[] = isOpenProblem(fields, states) ? ['error'] : [];
  const otherSeverities = rated.filter(({ field }) => !isState(field)).map(({ severity }) => severity);
  const worstState =
    ratedStates.find(({ severity }) => severity === stateSeverity)?.field.value ??
    fields.find((field) => isState(field) && /(?:state|status)$/.test(field.key))?.value;
  return {
    states,
    state: worstState === undefined ? undefined : String(worstState),
    severity:
      worst([...problem, ...otherSeverities, ...(stateSeverity === undefined ? [] : [stateSeverity])]) ??
      withoutState(fields),
    isOver: false,
  };
};
