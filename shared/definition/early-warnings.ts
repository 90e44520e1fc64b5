// Early dependencies that change nothing.

import type { Resource } from '#kinds/resource.ts';
import { earlyOf } from '#kinds/resource.ts';
import type { Problem } from './problem.ts';

/** Of such a kind nobody knows when it first needs something. */
export const earlyWarnings = ({ resources }: { readonly resources: readonly Resource[] }): Problem[] =>
  resources.flatMap(({ name, kind, dependsOn, early = [] }) =>
    earlyOf(kind) === undefined
      ? early.map((on) => ({
          path: ['resources', name, 'dependsOn', dependsOn.indexOf(on)],
          at: 'value' as const,
          what: `\`early\` changes nothing: Curfew does not know when a resource of kind \`${kind}\` first needs \`${on}\`, so it waits for it`,
          remedy: `write \`${on}\` alone`,
        }))
      : [],
  );
