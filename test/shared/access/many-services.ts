// A definition of many ECS services with names of 24 characters, each of one database.
import type { Access, Definition } from '#definition/definition.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

type More = { readonly region?: string; readonly cluster?: string; readonly access?: Access };

const nameAt = (index: number): string => `payments-worker-of-${String(index + 1).padStart(5, '0')}`;

export const manyServices = (count: number, more: More = {}): Definition => {
  const { region = 'us-east-1', cluster = 'atlas-staging', access } = more;
  const services = Array.from({ length: count }, (_, index) =>
    service(`s${index}`, { cluster, service: nameAt(index), dependsOn: ['db'] }),
  );
  return definitionOf([database('db'), ...services], {
    ...{ environment: 'many', region, alarms: { mute: ['many-*'], graceMinutes: 10 } },
    ...(access ? { access } : {}),
  });
};
