// How the resources of a definition know each other in the simulated AWS: addresses, security groups and the variables in
// which services find what they depend on. All of it follows from the definition, as in an environment that works.
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { rehearsalOf } from '../kinds.ts';
import type { Tag, Variable, Wiring } from './wiring.ts';

const groupOf = (name: string): string => `sg-${name}`;

/** What goes before the port in an address. */
const hostOf = (resource: Resource): string => rehearsalOf(resource.kind).host(resource);

const brokersOf = (resource: Resource): string =>
  [1, 2].map((broker) => `b-${broker}.${hostOf(resource)}:9098`).join(',');

/** Nothing for what a service does not reach by its address. */
const variableOf = (resource: Resource): Variable | undefined => {
  const variable = rehearsalOf(resource.kind).variable?.(hostOf(resource));
  return (
    variable && {
      name: `${resource.name.toUpperCase().replaceAll('-', '_')}_${variable.suffix}`,
      value: variable.value,
    }
  );
};

/** By the definition's names. */
export const wiringOf = ({ environment, resources }: Definition): Wiring => {
  const byName = new Map<string, Resource>(resources.map((resource) => [resource.name, resource]));
  const needsOf = (name: string): Resource[] =>
    (byName.get(name)?.dependsOn ?? []).flatMap((needed) => byName.get(needed) ?? []);
  const kafkaOf = (name: string): Resource | undefined => needsOf(name).find(({ kind }) => kind === 'msk-cluster');
  return {
    group: groupOf,
    host: (name: string): string => hostOf(byName.get(name) as Resource),
    brokers: (name: string): string => brokersOf(byName.get(name) as Resource),
    tags: (name: string): Tag[] => [
      { Key: 'environment', Value: environment },
      {
        Key: 'aws:cloudformation:stack-name',
        Value: `${environment}-${rehearsalOf((byName.get(name) as Resource).kind).stack}`,
      },
    ],
    variables: (name: string): Variable[] => [
      { name: 'ENVIRONMENT', value: environment },
      ...needsOf(name).flatMap((needed) => variableOf(needed) ?? []),
    ],
    serviceConnect: (name: string) => ({
      enabled: true,
      namespace: environment,
      services: [{ portName: 'http', discoveryName: name, clientAliases: [{ port: 8080, dnsName: name }] }],
    }),
    /** The cluster that a connector works on. */
    kafkaOf: (name: string) => {
      const cluster = kafkaOf(name);
      return {
        bootstrapServers: cluster ? brokersOf(cluster) : '',
        vpc: { subnets: [], securityGroups: [groupOf(name)] },
      };
    },
    /** Every security group, and those that it lets in: the groups of what depends on the protected resource. */
    groups: (): { readonly id: string; readonly letsIn: readonly string[] }[] =>
      resources.map(({ name }) => ({
        id: groupOf(name),
        letsIn: resources.filter(({ dependsOn }) => dependsOn.includes(name)).map((one) => groupOf(one.name)),
      })),
  };
};
