// `curfew destroy`: what `curfew deploy` created is deleted; the environment itself, and what Curfew learned of it, stay.
import { DeleteTableCommand, type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { namesOf } from '#core/deployed.ts';
import { leaseInForce } from '#core/run.ts';
import { type Destroyed, type DestroyPorts, destroy, refusalOf } from '#deploy/destroy.ts';
import type { Stacks } from '#deploy/ports.ts';
import { awsLook } from '#deploy/preflight/aws-look.ts';
import { cloudFormationStacks } from '#deploy/stack/cloudformation.ts';
import { stackNameOf, templateFor } from '#deploy/template-for.ts';
import type { Sends } from '#kinds/adapter.ts';
import { inForce } from '#run/alarms/downtime.ts';
import { alarmsIn, arm } from '#run/alarms/lift-mutes.ts';
import { siteOf } from '../live/open-site.ts';
import type { Site } from '../live/site.ts';
import { complainOf, tell, tellJson } from '../live/tell.ts';
import { consent } from '../terminal/ask.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { leftCode } from '../terminal/output.ts';
import { openAccount } from './open-account.ts';
import type { DestroyOptions } from './options.ts';
import type { DeployClients } from './ports.ts';
import { ownRelease } from './release.ts';
import { progressOf } from './show-progress.ts';

/** Its protection is taken off first: whoever asks for this has said so. */
const deleting = (client: Sends<DynamoDBClient>, TableName: string) => async (): Promise<void> => {
  try {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  }
};

/** Where nothing was ever deployed there is no table to ask. */
const unlessMissing = async <T>(read: () => Promise<T>, otherwise: T): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    const names = [error, error instanceof Error ? error.cause : undefined].map((one) =>
      one instanceof Error ? one.name : '',
    );
    if (names.includes('ResourceNotFoundException')) return otherwise;
    throw error;
  }
};

const portsOf = (site: Site, clients: DeployClients, stacks: Stacks, isInterrupted: () => boolean): DestroyPorts => {
  const { definition, ports, pause } = site;
  const { environment } = definition;
  const now = () => ports.runtime.now().getTime();
  return {
    stacks,
    pause,
    isInterrupted,
    functionOwner: awsLook(clients, { region: definition.region, services: ports.services, hasPrices: () => true })
      .functionOwner,
    memories: () =>
      unlessMissing(async () => (await ports.state.memories(environment)).map(({ resource }) => String(resource)), []),
    isRunning: () =>
      unlessMissing(async () => leaseInForce(await ports.state.readLease(environment), now()) !== undefined, false),
    liftMutes: () =>
      unlessMissing(async () => {
        const standing = inForce(await ports.state.expectations(environment), now());
        if (standing.length > 0) await arm(`Curfew is removed from ${environment}`, environment, standing, ports);
        return alarmsIn(standing).length;
      }, 0),
    deleteTable: deleting(clients.dynamodb, namesOf(environment).stateTable),
  };
};

const resultOf = (outcome: Destroyed, environment: string, options: DestroyOptions): string => {
  const table = namesOf(environment).stateTable;
  const kept = options.deleteTable ? '' : ` The state table ${table} is kept: the next deployment takes it over.`;
  switch (outcome.kind) {
    case 'destroyed':
      return `Curfew is removed from ${environment}; its resources are as they were.${kept}`;
    case 'nothing':
      return `${environment} has no stack ${stackNameOf(environment)}: there is nothing to delete.`;
    case 'interrupted':
      return `Interrupted: CloudFormation continues. The same command waits for its end: curfew destroy ${environment}`;
    default:
      return `${outcome.reason}. ${outcome.kind === 'refused' ? 'Nothing was deleted.' : ''}`.trimEnd();
  }
};

const codes = { destroyed: 0, nothing: 0, interrupted: leftCode, refused: 1, failed: 1 } as const;

const end = (site: Site, outcome: Destroyed, options: DestroyOptions): number => {
  const { environment } = site.definition;
  const text = resultOf(outcome, environment, options);
  if (options.json)
    tellJson(site, { environment, outcome: outcome.kind, ...('reason' in outcome ? { reason: outcome.reason } : {}) });
  else if (codes[outcome.kind] === 0) tell(site, text);
  else complainOf(site, text);
  return codes[outcome.kind];
};

const question = (site: Site, { deleteTable }: DestroyOptions): string =>
  `Delete Curfew of ${site.definition.environment} in ${site.place}: nothing stops or starts it any more${deleteTable ? ', and its history is lost' : ''}?`;

/** Answers with the exit code. */
export const destroyEnvironment = (name: string, options: DestroyOptions): Promise<number> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const { definition, ports, pause } = site;
    const { environment, region } = definition;
    let hasLeft = false;
    const takeBack = onInterrupt(() => {
      hasLeft = true;
    });
    try {
      const template = () => templateFor(definition, ownRelease().template, { source: '', owner: 'cli' });
      const { clients } = await openAccount({
        ...{ site, region, profile: options.profile, yaml: '', file: '', why: undefined, by: '' },
        ...(site.isSimulated ? { deployed: { name: stackNameOf(environment), template: template() } } : {}),
      });
      const stacks = cloudFormationStacks(clients.cloudformation, {
        pause,
        newId: () => ports.runtime.newId('change set'),
      });
      const destroyPorts = portsOf(site, clients, stacks, () => hasLeft);
      const wish = { environment, deleteTable: options.deleteTable === true };
      const reason = await refusalOf(wish, destroyPorts);
      if (reason !== undefined) return end(site, { kind: 'refused', reason }, options);
      const agreed = options.rehearsal ? 0 : await consent(options, () => question(site, options));
      if (agreed !== 0) return agreed;
      const show = await progressOf(site, 0, options.json === true);
      const outcome = await destroy(wish, destroyPorts, show.progress);
      show.end();
      return end(site, outcome, options);
    } finally {
      takeBack();
    }
  });
