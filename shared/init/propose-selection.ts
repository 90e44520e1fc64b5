// Which of an account's resources belong to an environment: what the filter lets through, without what AWS has no stop for.

import { decideSeen } from '#kinds/decisions.ts';
import type { Found, Inventory, Other } from '#kinds/inventory.ts';
import { asResource } from '#kinds/resource.ts';
import type { Filter, LeftOut } from './proposal.ts';

/** CloudFormation puts it on what it makes. */
const stackTag = 'aws:cloudformation:stack-name';

type Filtered = Pick<Found | Other, 'id' | 'tags'> & Partial<Pick<Found, 'identity'>>;

/** A service belongs to its cluster as well: many are called alike in every environment. */
const namesOf = ({ id, identity }: Filtered): string[] => {
  const { kind: _, ...parts } = identity ?? { kind: undefined };
  return [id, ...Object.values(parts)];
};

/** Why the filter does not let it through, or nothing. */
const unfitBecause = (one: Filtered, { tags, prefixes, stacks }: Filter): string | undefined => {
  const other = tags.find(({ key, value }) => one.tags.get(key) !== value);
  if (other) return `it has no tag ${other.key}=${other.value}`;
  if (prefixes.length > 0 && !prefixes.some((prefix) => namesOf(one).some((name) => name.startsWith(prefix))))
    return `its name does not begin with ${prefixes.join(' or ')}`;
  if (stacks.length > 0 && !stacks.includes(one.tags.get(stackTag) ?? '')) return `it is not in ${stacks.join(' or ')}`;
  return undefined;
};

/** Whether tags matter to the filter, some of which AWS lists for one resource at a time. */
export const wantsTags = ({ tags, stacks }: Filter): boolean => tags.length > 0 || stacks.length > 0;

/** Why a stop would be refused permanently, by the same decision that a run makes. */
const neverStops = ({ identity, id, observation, cannot }: Found): string | undefined => {
  if (cannot !== undefined || observation === undefined) return cannot;
  const next = decideSeen('stop', asResource(identity, id), observation, undefined);
  return next.kind === 'refuse' ? next.reason : undefined;
};

const whatOf = (one: Found | Other): string => ('identity' in one ? one.identity.kind : one.what);

export const proposeSelection = (
  { found, others }: Pick<Inventory, 'found' | 'others'>,
  filter: Filter,
): { readonly chosen: readonly Found[]; readonly leftOut: readonly LeftOut[] } => {
  const judged = [...found, ...others].map((one) => {
    const why = unfitBecause(one, filter) ?? ('identity' in one ? neverStops(one) : one.why);
    return { one, why };
  });
  return {
    chosen: judged.flatMap(({ one, why }) => (why === undefined && 'identity' in one ? [one] : [])),
    leftOut: judged.flatMap(({ one, why }) => (why === undefined ? [] : [{ what: whatOf(one), id: one.id, why }])),
  };
};
