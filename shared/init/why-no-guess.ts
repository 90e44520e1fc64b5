// Why no dependency was guessed: nobody is to take it for known that nothing needs anything.
import { definitionOf } from '#kinds/resource.ts';
import type { Proposed } from './proposal.ts';

/** Nothing where something was guessed, or where there is nothing to depend on. */
export const whyNoGuess = (resources: readonly Proposed[], isAllRead: boolean): string | undefined => {
  const isGuessed = resources.some(({ dependsOn, cut }) => dependsOn.length + cut.length > 0);
  if (isGuessed || resources.length < 2) return undefined;
  if (resources.every(({ identity }) => definitionOf(identity.kind).init.role === 'store'))
    return 'nothing of it uses anything else, as far as its kinds tell';
  const known = isAllRead ? '' : ', as far as AWS told';
  return `no service's configuration names another of these, and no security group of theirs lets one in${known}`;
};
