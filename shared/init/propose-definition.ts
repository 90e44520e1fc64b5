// What a definition of an environment would say, as far as the account shows it.
import type { Inventory } from '#kinds/inventory.ts';
import { definitionOf, type Kind, kinds } from '#kinds/resource.ts';
import type { Filter, Proposal } from './proposal.ts';
import { proposeDependencies } from './propose-dependencies.ts';
import { proposeNames } from './propose-names.ts';
import { proposeSelection } from './propose-selection.ts';

/** The order of a definition: what the others need comes first. Services get their plain names before connectors do. */
const phases = ['store', 'service', 'connector'] as const;

const placeOf = (kind: Kind): number =>
  phases.indexOf(definitionOf(kind).init.order) * kinds.length + kinds.indexOf(kind);

const inOrder = <T extends { readonly id: string; readonly identity: { readonly kind: Kind } }>(found: readonly T[]) =>
  found.toSorted((a, b) => placeOf(a.identity.kind) - placeOf(b.identity.kind) || (a.id < b.id ? -1 : 1));

export const proposeDefinition = (inventory: Inventory, filter: Filter): Proposal => {
  const { chosen, leftOut } = proposeSelection(inventory, filter);
  const sorted = inOrder(chosen);
  const names = proposeNames(sorted);
  const named = sorted.flatMap((found, index) => {
    const name = names[index];
    return name === undefined ? [] : [{ name, found }];
  });
  const dependencies = proposeDependencies(named, inventory.letIn);
  return {
    resources: named.map(({ name, found: { identity, desired, settings } }) => ({
      name,
      identity,
      ...(settings ? { settings } : {}),
      ...(dependencies.get(name) ?? { dependsOn: [], cut: [] }),
      ...(desired === undefined ? {} : { desired }),
    })),
    leftOut,
  };
};
