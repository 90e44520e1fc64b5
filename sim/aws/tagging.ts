// The simulated Resource Groups Tagging API: tags of what is asked for by its ARN, and what has tags of some types.
import { listedServices } from '#kinds/always-on/inventory.ts';
import { awsNameOf, type Resource } from '#kinds/resource.ts';
import { arnInRehearsal } from '#kinds/row-shape.ts';
import { notSimulated, page, present, type SimulatedService, type World } from './simulated-service.ts';
import type { Wiring } from './wiring.ts';

/** What one call takes. */
const arnsMax = 100;

const perPage = 100;

type Input = {
  readonly ResourceARNList?: readonly string[];
  readonly ResourceTypeFilters?: readonly string[];
  readonly PaginationToken?: string;
};

/** Of what nothing can stop: the type that a filter names, and its ARN. */
const fixedArn = (one: Resource): { readonly type: string; readonly arn: string } | undefined => {
  if (one.kind !== 'always-on' || one.service === 'other') return undefined;
  const { type, arnEnd } = listedServices[one.service];
  return { type, arn: `arn:aws:${type.split(':')[0]}:us-east-1:111122223333:${arnEnd(one.id)}` };
};

export const simulatedTagging = (resources: readonly Resource[], wiring: Wiring, world: World): SimulatedService => ({
  handle(operation, { ResourceARNList, ResourceTypeFilters = [], PaginationToken }: Input) {
    if (operation !== 'GetResources') return notSimulated('tagging', operation);
    if ((ResourceARNList?.length ?? 0) > arnsMax) throw new Error(`GetResources takes ${arnsMax} ARNs`);
    const all = present(resources, world).flatMap((one) => {
      const fixed = fixedArn(one);
      const ResourceARN = fixed?.arn ?? arnInRehearsal(awsNameOf(one));
      const isAskedFor = ResourceARNList
        ? ResourceARNList.includes(ResourceARN)
        : fixed !== undefined && ResourceTypeFilters.includes(fixed.type);
      return isAskedFor ? [{ ResourceARN, Tags: wiring.tags(one.name) }] : [];
    });
    const { items, next } = page(all, PaginationToken, perPage);
    return { ResourceTagMappingList: items, PaginationToken: next ?? '' };
  },
});
