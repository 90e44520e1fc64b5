// A run works by one version of its definition from its first step to its report, whoever applies another one meanwhile.
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

export const runsKeepTheirDefinition: Invariant = {
  name: 'runsKeepTheirDefinition',
  judge({ lines, scenario }) {
    const found: Found[] = [];
    const environments = [scenario.definition, ...(scenario.others ?? [])].map(({ environment }) => environment);
    /** By run: what it was seen to work by. */
    const versions = new Map<string, number>();
    const see = (at: number, run: string, version: number): void => {
      const before = versions.get(run) ?? version;
      versions.set(run, before);
      if (before !== version)
        found.push({
          at,
          detail: `${run} worked by version ${before} of its definition, and then by version ${version}`,
        });
    };
    for (const { at, event } of lines) {
      if (event.type === 'call' && event.run !== undefined)
        for (const environment of environments) {
          const version = versionRead(event, environment);
          if (version !== undefined) see(at, event.run, version);
        }
      if (event.type !== 'report' || event.definition === undefined) continue;
      const { run, environment, definition, startedAt } = event;
      see(at, run, definition.version);
      const beganMs = Date.parse(startedAt);
      const oldest = currentAt(scenario, environment, beganMs - beginningMs);
      const newest = currentAt(scenario, environment, beganMs);
      if (definition.version < oldest || definition.version > newest)
        found.push({ at, detail: `${run} worked by version ${definition.version}, and version ${newest} was current` });
    }
    return found;
  },
};
