// What became of something, from any JSON about it: its state, status or result, how bad it is said to be, why, and what it is
// called. By the names of fields, since most services of AWS and most tools agree on those and on little else. Pure.
import type { Severity } from '#core/notification.ts';
import { arnOf } from './arn.ts';
import { parsedJson } from './json.ts';
import { isOver, severityOfLabel, severityOfWord, worst } from './outcome-words.ts';

export type Outcome = {
  /** As it was written: `FAILED`. The worst, if there are several. */
  readonly word: string | undefined;
  /** Every state in it, as it was written. */
  readonly words: readonly string[];
  /** Undefined if nothing in it says how bad it is. */
  readonly severity: Severity | undefined;
  /** It is over, or as it should be. */
  readonly isOver: boolean;
};

/** `path`: the key of what holds it; `depth`: how far in. */
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

/** What it was before, what it is to become, and how it was configured. */
const elsewhere =
  /^(?:old|previous|prior|former|desired|expected|target)|^(?:requestparameters|environment|environmentvariables|tags?|userdata)$/;

/** Every scalar with its key, outermost first: what is said further out is about the whole. Text that is JSON is looked into. */
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
        else next.push({ path: key, value: item });
      }
    }
    level = next;
  }
  return found.slice(0, fieldsMax);
};

/** What ends like this says how it is. */
const ofState =
  /(?:state|status|statuscode|result|outcome|verdict|conclusion|transition|health|compliancetype|consolelogin|alerttype|notificationtype|eventtype|resolution|^event)$/;
const ofSeverity = /^(?:severity|severitylabel|level|loglevel|priority|urgency|criticality|impact|alertseverity)$/;
/** There is one only when something went wrong. */
const ofError =
  /^(?:errorcode|lasterrorcode|errortype|error|errors|errorcount|failures|failurecount|faultcode|failurecode|failuretype)$/;
/** `Severity: { Label: HIGH }`, `finding-severity-counts: { CRITICAL: 2 }`. */
const insideSeverity = /severity$/;
const countsOf = /severitycounts?$/;

const isNothing = (value: string | number): boolean =>
  /^(?:|0|none|null|no ?error|ok|success)$/i.test(String(value).trim());

const severityOf = ({ key, path, value }: Field): Severity | undefined => {
  if (countsOf.test(path)) return Number(value) > 0 ? severityOfLabel(key) : undefined;
  if (ofSeverity.test(key)) return severityOfLabel(value);
  if (insideSeverity.test(path)) return key === 'label' || key === 'description' ? severityOfLabel(value) : undefined;
  if (ofError.test(key)) return isNothing(value) ? undefined : 'error';
  return ofState.test(key) && typeof value === 'string' ? severityOfWord(value) : undefined;
};

const scoreOf = (fields: readonly Field[]): Severity | undefined => {
  const score = fields.find(
    ({ key, path, value }) => typeof value === 'number' && insideSeverity.test(path) && key === 'score',
  );
  return score && severityOfLabel(score.value);
};

type Rated = { readonly field: Field; readonly severity: Severity };

/** Of several states that of the whole: a job is as it says, whatever became of one of its attempts. */
const outermost = (rated: readonly Rated[]): Rated[] => {
  const depth = Math.min(...rated.map(({ field }) => field.depth));
  return rated.filter(({ field }) => field.depth === depth);
};

const isState = ({ key, value }: Field): boolean =>
  ofState.test(key) && typeof value === 'string' && value.length <= 80;

export const outcomeIn = (fields: readonly Field[]): Outcome => {
  const rated = fields.flatMap((field): Rated[] => {
    const severity = severityOf(field);
    return severity === undefined ? [] : [{ field, severity }];
  });
  const states = outermost(rated.filter(({ field }) => isState(field)));
  const ofStates = worst(states.map(({ severity }) => severity));
  const words = fields.filter(isState).map(({ value }) => String(value));
  const end = fields.find((field) => isState(field) && isOver(String(field.value)));
  if (end && ofStates !== 'error' && ofStates !== 'critical')
    return { word: String(end.value), words, severity: 'info', isOver: true };
  const said = rated.filter(({ field }) => !isState(field)).map(({ severity }) => severity);
  const telling = states.find(({ severity }) => severity === ofStates)?.field.value;
  return {
    words,
    word: telling === undefined ? undefined : String(telling),
    severity: worst([...said, ...(ofStates === undefined ? [] : [ofStates])]) ?? scoreOf(fields),
    isOver: false,
  };
};

/** Names by which things are known to people, the most telling first. */
const nameKeys: readonly string[] = [
  ...['pipeline', 'pipelinename', 'projectname', 'jobname', 'stackname', 'environmentname', 'autoscalinggroupname'],
  ...[
    'statemachinename',
    'checkname',
    'configrulename',
    'rulename',
    'repositoryname',
    'alertname',
    'monitorname',
    'domainname',
  ],
  ...[
    'commonname',
    'clustername',
    'functionname',
    'servicename',
    'workflowname',
    'crawlername',
    'databasename',
    'bucketname',
  ],
  ...[
    'queuename',
    'topicname',
    'instancename',
    'volumename',
    'taskname',
    'documentname',
    'applicationname',
    'application',
  ],
  ...['definition', 'canaryname', 'flowname', 'trainingjobname', 'endpointname', 'stacksetarn', 'jobqueuename'],
  ...['policyid', 'workgroupname', 'filepath', 'snapshotid'],
  ...['service', 'component', 'check', 'job', 'host', 'hostname'],
  ...[
    'stackid',
    'statemachinearn',
    'name',
    'resourceid',
    'resourcearn',
    'instanceid',
    'ec2instanceid',
    'taskarn',
    'executionarn',
  ],
  ...['monitor', 'environment', 'bucket', 'clusterid', 'jobid'],
];

/** Of an ARN only what it ends in, without the version that some have. */
const shortName = (value: string): string => {
  const resource = arnOf(value)?.resource;
  // Some of EBS have an empty account and the region in its place.
  if (resource === undefined) return /^arn:/.test(value) ? (value.split(/[/:]/).at(-1) ?? value) : value;
  const parts = resource.split(/[/:]/).filter((part) => part !== '');
  return (/^stack(?:set)?$/.test(parts[0] ?? '') ? parts[1] : parts.at(-1)) ?? value;
};

/** What it is about; `title` first, where somebody wrote one for people. */
export const nameIn = (fields: readonly Field[]): string | undefined => {
  const named = (key: string): string | undefined => {
    const value = fields.find((field) => field.key === key && String(field.value).trim() !== '')?.value;
    return value === undefined ? undefined : shortName(String(value));
  };
  for (const key of nameKeys) {
    const found = named(key);
    if (found !== undefined) return found.slice(0, 200);
  }
  return named('id')?.slice(0, 200);
};

const reasonKeys: readonly string[] = [
  ...[
    'message',
    'errormessage',
    'reason',
    'statusreason',
    'statusmessage',
    'statechangereason',
    'detailmessage',
    'cause',
  ],
  ...['externalexecutionsummary', 'description', 'summary', 'body', 'text', 'diagnosticcode'],
];

/** Why, in somebody's words. */
export const reasonIn = (fields: readonly Field[]): string | undefined => {
  for (const key of reasonKeys) {
    const found = fields.find((field) => field.key === key && /\S/.test(String(field.value)));
    if (found) return String(found.value);
  }
  return undefined;
};

/** What somebody wrote for people to read, not far in. */
export const titleIn = (fields: readonly Field[]): string | undefined => {
  const found = fields.find(({ key, depth, value }) => key === 'title' && depth <= 2 && /\S/.test(String(value)));
  return found && String(found.value).slice(0, 200);
};
