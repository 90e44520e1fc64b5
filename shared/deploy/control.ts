// The deployed function `control`, as a deployment asks it.

import { checkText } from '#definition/check-text.ts';
import type { AlsoIn } from '#definition/shared-things.ts';
import type { Applied, Control, Current } from './ports.ts';

type Asks = (request: Readonly<Record<string, unknown>>) => Promise<unknown>;

type Answer = {
  readonly kind: string;
  readonly text?: string;
  readonly because?: string;
  readonly version?: number | { readonly yaml: string; readonly version: number };
  readonly reason?: string;
  readonly owner?: 'cli' | 'stack';
  readonly stack?: string;
};

type Given = {
  readonly environment: string;
  readonly yaml: string;
  readonly file: string;
  readonly why: string | undefined;
  readonly by: string;
  /** What other environments change, too; without it, what is known of that stays as it is. */
  readonly alsoIn?: AlsoIn;
  readonly ask: Asks;
};

const appliedOf = ({ kind, text = '', because = '', version, reason }: Answer): Applied =>
  kind === 'refused'
    ? { kind, reason: text, because }
    : {
        kind: kind as 'applied' | 'same' | 'would-apply',
        version: typeof version === 'number' ? version : 0,
        ...(reason === undefined ? {} : { schedules: reason }),
      };

export const controlBy = ({ environment, yaml, file, why, by, alsoIn, ask }: Given): Control => ({
  async apply({ dryRun = false, basedOn }) {
    const more = {
      ...(why === undefined ? {} : { why }),
      ...(alsoIn === undefined ? {} : { alsoIn }),
      ...(basedOn === undefined ? {} : { basedOn }),
    };
    return appliedOf((await ask({ verb: 'apply', environment, yaml, file, by, dryRun, ...more })) as Answer);
  },
  async current(): Promise<Current | undefined> {
    const { version, owner, stack = 'of an unknown name' } = (await ask({ verb: 'current', environment })) as Answer;
    if (typeof version !== 'object') return undefined;
    return {
      version: version.version,
      definition: checkText(version.yaml, `the deployed definition of ${environment}`).definition,
      ...(owner === 'stack' ? { ownedBy: stack } : {}),
    };
  },
});
