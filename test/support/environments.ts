// Random environments for properties: acyclic by construction, every resource depends on earlier ones only.
import * as fc from 'fast-check';
import type { ResourceName } from '#core/resource.ts';
import type { Resource } from '#kinds/resource.ts';

const nameOf = (index: number) => `r${index}` as ResourceName;
const deadlineSeconds = { start: 3_600, stop: 3_600 };

const resourceAt = (index: number, kind: number, dependsOn: readonly ResourceName[]): Resource => {
  const common = { name: nameOf(index), dependsOn, deadlineSeconds, optional: false };
  switch (kind) {
    case 0:
      return { ...common, kind: 'rds-instance', instance: `db-${index}` };
    case 1:
      return { ...common, kind: 'msk-cluster', cluster: `kafka-${index}` };
    case 2:
      return {
        ...common,
        kind: 'elasticache-replication-group',
        replicationGroup: `cache-${index}`,
        whenStopped: index % 2 === 0 ? 'keep' : 'shrink',
      };
    case 4:
      return { ...common, kind: 'aurora-cluster', cluster: `cluster-${index}` };
    case 3:
      return { ...common, kind: 'msk-connector', connector: `connector-${index}` };
    default:
      return { ...common, kind: 'ecs-service', cluster: 'main', service: `service-${index}` };
  }
};

/** 1 to `max` resources with random kinds and dependencies, half of them services. */
export const resourceLists = (max = 15): fc.Arbitrary<Resource[]> =>
  fc
    .array(fc.record({ kind: fc.integer({ min: 0, max: 9 }), wants: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: max,
    })
    .map((drawn) =>
      drawn.map(({ kind, wants }, index) =>
        resourceAt(index, kind, index === 0 ? [] : [...new Set(wants.map((want) => nameOf(want % index)))]),
      ),
    );
