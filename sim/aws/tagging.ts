// The simulated Resource Groups Tagging API: tags of what is asked for by its ARN.
import { awsNameOf, type Resource } from '#kinds/resource.ts';
import { arnInRehearsal } from '#kinds/row-shape.ts';
import { notSimulated, present, type SimulatedService, type World } from './simulated-service.ts';
import type { Wiring } from './wiring.ts';

/** What one call takes. */
const arnsMax = 100;

export const simulatedTagging = (resources: readonly Resource[], wiring: Wiring, world: World): SimulatedService => ({
  handle(operation, { ResourceARNList = [] }: { readonly ResourceARNList?: readonly string[] }) {
    if (operation !== 'GetResources') return notSimulated('tagging', operation);
    if (ResourceARNList.length > arnsMax) throw new Error(`GetResources takes ${arnsMax} ARNs`);
    return {
      ResourceTagMappingList: present(resources, world)
        .map((one) => ({ ResourceARN: arnInRehearsal(awsNameOf(one)), Tags: wiring.tags(one.name) }))
        .filter(({ ResourceARN }) => ResourceARNList.includes(ResourceARN)),
    };
  },
});
