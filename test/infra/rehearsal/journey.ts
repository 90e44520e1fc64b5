// The way of an environment from an empty account to everything running, in the order of docs/first-deployment.md.
import { builtImages, foundationNames, planeNames } from '#infra/platform/core-names.ts';
import { placeholderDocuments } from '#infra/platform/placeholder-documents.ts';
import { nameProperties } from '#infra/platform/preflight/fixed-names.ts';
import type { Missing } from '#infra/platform/preflight/look.ts';
import { preflight } from '#infra/platform/preflight/preflight.ts';
import { coreOf } from '../fixtures/environments.ts';
import { type Account, accountId, emptyAccount, lookAt } from './account.ts';
import { cloudFormation, type Outcome } from './cloudformation.ts';
import { atFirst, type Phases, stacksIn } from './stage.ts';

const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/c1';

/** What only people can do. */
export const prepared = (...environments: readonly string[]): Account => {
  const account = emptyAccount();
  account.parameters.set('/cdk-bootstrap/hnb659fds/version', '30');
  account.certificates.set(certificate, 'ISSUED');
  for (const environment of environments) {
    const inputs = {
      'edge/certificate-arn': certificate,
      'owner/email': 'owner@atlas.dev',
      'new-relic/aws-account-id': '754728514883',
      'new-relic/account-id': '42',
    };
    for (const [input, value] of Object.entries(inputs))
      account.parameters.set(`/platform/${environment}/${input}`, value);
  }
  return account;
};

export const traveller = (account: Account, environment: string) => {
  const core = coreOf(environment);
  const names = planeNames(core.naming);
  const { deploy: make, destroy } = cloudFormation(account);
  const plannedIn = (name: string, phases: Phases, given: Readonly<Record<string, string>>) => {
    const found = stacksIn(environment, phases).get(name);
    if (!found) throw new Error(`${environment} has no stack ${name}`);
    return { ...found, given };
  };
  return {
    /** What the preflight lists. */
    lacks: (
      name: string,
      phases: Phases = atFirst,
      given: Readonly<Record<string, string>> = {},
    ): Promise<readonly Missing[]> => preflight(plannedIn(name, phases, given), lookAt(account)),
    deploy: (
      name: string,
      phases: Phases = atFirst,
      given: Readonly<Record<string, string>> = {},
      failing?: string,
    ): Outcome => make({ ...plannedIn(name, phases, given), ...(failing === undefined ? {} : { failing }) }),
    destroy: (name: string): Outcome => destroy(plannedIn(name, atFirst, {}).stackName),
    pushImages: (tag: string): void => {
      for (const image of builtImages)
        account.images.add(`${foundationNames(core.naming.prefix).repository(image)}:${tag}`);
    },
    fillIn: (): void => {
      for (const [name, document] of Object.entries(placeholderDocuments(core.topics)))
        if (account.secrets.has(names.secret(name)))
          account.secrets.set(
            names.secret(name),
            Object.fromEntries(
              Object.entries(document).map(([key, text]) => [key, text === 'FILL_IN' ? 'filled in' : text]),
            ),
          );
    },
    putPlugin: (): void => {
      account.buckets
        .get(foundationNames(core.naming.prefix).bucket('s3-sink-plugins', accountId))
        ?.add('plugins/s3-sink.zip');
    },
  };
};

/** One after the other: who asks another is deployed after it. */
export const releases: readonly Readonly<Record<string, string>>[] = [
  { CamundaRuns: 'yes' },
  { ScoringImage: ':4f2c1ab' },
  { DashboardBackendImage: ':4f2c1ab' },
  { EventsIngestionImage: ':4f2c1ab' },
  { KafkaUiRuns: 'yes' },
  { ClickhouseAgentRuns: 'yes' },
];

/** What exists under a name of ours. */
export const leftOver = (account: Account): string[] =>
  [...account.resources].flatMap(([key, { type }]) => (type in nameProperties ? [key] : [])).sort();

/** What `docs/first-deployment.md` has people delete by hand, because they filled it in. */
export const forget = (account: Account): void => {
  for (const key of leftOver(account)) account.resources.delete(key);
  account.secrets.clear();
};
