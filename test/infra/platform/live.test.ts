// What this repository deploys as it is configured now, against what always holds, whatever people put into `infra/platform/config/` and
// `examples/atlas/`. Nothing here names a value of theirs.
import { expect, it } from 'vitest';
import { findDefinition } from '#definition/load.ts';
import type { Core } from '#infra/platform/config/core-config.ts';
import { configOf } from '#infra/platform/config/environments.ts';
import { forgotten, mutedInVain, namedInVain } from '#test/infra/checks/definitions.ts';
import { unknownIdentities } from '#test/infra/checks/identities.ts';
import {
  accountsNamed,
  accountWideNames,
  keptInTheWay,
  lopsidedClusters,
  namesOfNobody,
  prioritiesTwice,
  secretsIn,
  wrongCaches,
} from '#test/infra/checks/templates.ts';
import { type Deployed, deployedFrom } from '#test/infra/synthesised.ts';

const folder = 'examples/atlas';
const live: readonly Deployed[] = ['staging', 'staging2', 'prod'].map((environment) =>
  deployedFrom(findDefinition(environment, folder), configOf(environment)),
);
const coreOf = (environment: string): Core => {
  const { core } = configOf(environment);
  if (core.kind === 'elsewhere') throw new Error(`${environment} is not deployed from here`);
  return core;
};
/** Who owns the cluster that an environment uses. */
const ownerOf = ({ environment }: Deployed): Deployed => {
  const { foundation } = coreOf(environment);
  const found = live.find((one) => one.environment === (foundation.kind === 'shared' ? foundation.from : environment));
  if (!found) throw new Error(`nobody owns the foundation of ${environment}`);
  return found;
};

it.each(live)(
  'the definition of $environment names what this repository deploys, everything that can be stopped and every alarm',
  (deployed) => {
    const definition = findDefinition(deployed.environment, folder);

    expect(namedInVain(definition, deployed, ownerOf(deployed))).toEqual([]);
    expect(forgotten(definition, deployed)).toEqual([]);
    expect(mutedInVain(definition, deployed)).toEqual([]);
  },
);

it.each(live)('the templates of $environment pass every check that CloudFormation has none for', (deployed) => {
  expect([
    ...prioritiesTwice(deployed),
    ...lopsidedClusters(deployed),
    ...wrongCaches(deployed),
    ...accountsNamed(deployed),
    ...keptInTheWay(deployed),
    ...secretsIn(deployed),
    ...unknownIdentities(deployed),
  ]).toEqual([]);
});

it('the environments give no name twice, so that they fit into one account', () => {
  const named = live.flatMap(accountWideNames);

  expect(named.filter((one, index) => named.indexOf(one) < index)).toEqual([]);
  expect(named.length).toBeGreaterThan(100);
  expect(live.flatMap((one) => namesOfNobody(one, coreOf(one.environment).naming.prefix))).toEqual([]);
});

it.each(live)(
  'the topics of $environment are those that the cleanup of its owner knows of, where it makes them',
  (deployed) => {
    const { topics } = coreOf(deployed.environment);
    if (topics.madeBy === 'cloudformation') return;
    const cleanup = findDefinition(ownerOf(deployed).environment, folder).cleanup?.topics.map(({ name }) => name) ?? [];

    expect(Object.values(topics.topics).filter(({ name }) => !cleanup.includes(name))).toEqual([]);
  },
);
