// A run works by one version of its definition from its first step to its report, whoever applies another one meanwhile.
import { wokenAt } from '#core/run.ts';
import { definitionPartition } from '#core/state/partitions.ts';
import type { Call } from '../calls.ts';
import type { Found, Invariant, Judged } from './violation.ts';

type Key = { readonly pk?: { readonly S?: string }; readonly sk?: { readonly S?: string } };

/** The version that a call reads, if it reads one. */
const versionRead = ({ operation, input }: Call, environment: string): number | undefined => {
  if (operation !== 'dynamodb:GetItem') return undefined;
  const { pk, sk } = (input as { readonly Key?: Key }).Key ?? {};
  const [, digits] = /^version#(\d+)$/.exec(sk?.S ?? '') ?? [];
  return digits !== undefined && pk?.S === definitionPartition(environment) ? Number(digits) : undefined;
};

/** A claim is retried for minutes while the table cannot be read; what was current in that time may be what it began with. */
const beginningMs = 10 * 60_000;

/** Of the environment that the night changes; the definitions of its neighbours stay as they are. */
const currentAt = ({ timeline, definition }: Judged['scenario'], environment: string, atMs: number): number =>
  1 +
  (environment === definition.environment
    ? timeline.filter((entry) => entry.do === 'redefine' && entry.at <= atMs).length
    : 0);

type Reading = { readonly at: number; readonly run: string; readonly version: number };

/** What resumed invocations read: a run has its name from the first one on. */
const readingsIn = ({ lines, scenario }: Judged): Reading[] => {
  const environments = [scenario.definition, ...(scenario.others ?? [])].map(({ environment }) => environment);
  return lines.flatMap(({ at, event }) => {
    if (event.type !== 'call' || event.run === undefined) return [];
    const { run } = event;
    const [version] = environments.flatMap((environment) => versionRead(event, environment) ?? []);
    return version === undefined ? [] : [{ at, run, version }];
  });
};

/** Of a version that was not current when the run began. */
const wrongBeginnings = ({ reports, scenario }: Judged): Found[] =>
  reports.flatMap(({ run, environment, definition, startedAt, endedAt }) => {
    if (!definition) return [];
    const beganMs = Date.parse(startedAt);
    // A start that is to be ready by an hour waits after its first step, for as long as it has time.
    const wokenMs = Math.min(beganMs, wokenAt(run) ?? beganMs);
    const oldest = currentAt(scenario, environment, wokenMs - beginningMs);
    const newest = currentAt(scenario, environment, beganMs);
    if (definition.version >= oldest && definition.version <= newest) return [];
    const detail = `${run} worked by version ${definition.version}, and version ${newest} was current`;
    return [{ at: Date.parse(endedAt), detail }];
  });

/** Deliveries of one slot have one name, and each of them a report; of a run that died for good there is none. */
const versionsOfRuns = ({ reports }: Judged): Map<string, Set<number>> => {
  const versions = new Map<string, Set<number>>();
  for (const { run, definition } of reports)
    if (definition) versions.set(run, (versions.get(run) ?? new Set()).add(definition.version));
  return versions;
};

export const runsKeepTheirDefinition: Invariant = {
  name: 'runsKeepTheirDefinition',
  judge(judged) {
    const versions = versionsOfRuns(judged);
    const others = readingsIn(judged).filter(({ run, version }) => {
      const own = versions.get(run) ?? new Set([version]);
      versions.set(run, own);
      return !own.has(version);
    });
    return [
      ...wrongBeginnings(judged),
      ...others.map(({ at, run, version }) => ({ at, detail: `${run} read version ${version}, which is not its own` })),
    ];
  },
};
