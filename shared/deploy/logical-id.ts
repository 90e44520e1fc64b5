// The ids that CDK gives to resources, for those that are added to its template: the same as if CDK had made them.
import { createHash } from 'node:crypto';

/** By the path of its constructs below the stack. */
export const logicalIdOf = (...path: readonly string[]): string => {
  const human = path.map((name) => name.replaceAll(/[^A-Za-z0-9]/g, '')).join('');
  // A child of the stack itself has no need of a hash.
  if (path.length === 1) return human;
  return `${human}${createHash('md5').update(path.join('/')).digest('hex').slice(0, 8).toUpperCase()}`;
};
