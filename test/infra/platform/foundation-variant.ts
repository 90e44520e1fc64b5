// staging with a foundation of another kind.

import type { EnvironmentConfig } from '#infra/platform/config/environment-config.ts';
import type { OwnedFoundation } from '#infra/platform/config/foundation-config.ts';
import { configOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { type Deployed, deployedFrom } from '#test/infra/synthesised.ts';

export const stagingWith = (change: (foundation: OwnedFoundation) => Partial<OwnedFoundation>): Deployed => {
  const config = configOf('staging');
  if (config.core.kind === 'elsewhere' || config.core.foundation.kind === 'shared') throw new Error('no foundation');
  const { foundation } = config.core;
  const changed: EnvironmentConfig = {
    ...config,
    core: { ...config.core, foundation: { ...foundation, ...change(foundation) } },
  };
  return deployedFrom(definitionOf('staging'), changed);
};
