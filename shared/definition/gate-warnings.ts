// Gates and vendors' resources that stand where they protect nothing.
import type { Resource } from '#kinds/resource.ts';
import type { Problem } from './problem.ts';

const warning = (name: string, what: string, remedy: string): Problem => ({
  ...{ path: ['resources', name], at: 'key', what, remedy },
});

/** What a stop waits for keeps up what it depends on, and nothing else. */
const idleGates = (resources: readonly Resource[]): Problem[] =>
  resources
    .filter((one) => 'ifNotDrained' in one && one.dependsOn.length === 0)
    .map(({ name }) =>
      warning(
        name,
        'keeps nothing up: it depends on nothing',
        'let it depend on what empties it, and the producer on it',
      ),
    );

type Pipe = Extract<Resource, { kind: 'clickpipe' }>;

const serviceOf = (pipe: Pipe, resources: readonly Resource[]): Resource | undefined =>
  resources.find((one) => one.kind === 'clickhouse-cloud-service' && one.service === pipe.service);

/** Each of its inserts would make the service run again. */
const loosePipes = (resources: readonly Resource[]): Problem[] =>
  resources.flatMap((one) => {
    const service = one.kind === 'clickpipe' ? serviceOf(one, resources) : undefined;
    if (!service || one.dependsOn.includes(service.name)) return [];
    const what = `writes to \`${service.name}\` and does not depend on it: a stop may stop the service first`;
    return [warning(one.name, what, `add \`dependsOn: [${service.name}]\``)];
  });

export const gateWarnings = ({ resources }: { readonly resources: readonly Resource[] }): Problem[] => [
  ...idleGates(resources),
  ...loosePipes(resources),
];
