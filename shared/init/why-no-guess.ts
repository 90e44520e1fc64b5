// Why no dependency was guessed: nobody is to take it for known that nothing needs anything.
import { definitionOf } from '#kinds/resource.ts';
import type { Proposed } from './proposal.ts';

/** Nothing where something was guessed, or where there is nothing to depend on. */
export const whyNoGuess = (resources: readonly Proposed[], isAllRead: boolean): string | undefined => {
  const isGuessed = resources.some(({ dependsOn, cut }) => dependsOn.length + cut.length > 0);
  if (isGuessed || resources.length < 2) return undefined;
  if (resources.every(({ identity }) => definitionOf(identity.kind).init.role === 'store'))
    return 'none of its kinds uses another resource';
  const known = isAllRead ? '' : ', as far as AWS reports';
  return `no service configuration names another of these resources, and no security group admits one${known}`;
};
