// The account that `curfew init` looks at: in AWS, or in the simulated AWS.
import { InputError } from '#core/errors.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { inventoryClients } from '#init/clients.ts';
import { readInventory, type VendorSecrets } from '#kinds/inventories.ts';
import type { Inventory } from '#kinds/inventory.ts';
import { type Invocation, simulatedClient } from '#sim/aws/simulated-aws.ts';
import type { Simulation } from '#sim/simulation.ts';
import { environmentNames } from '../files/environments.ts';
import { explained } from '../live/explain-aws-error.ts';
import { playedTo } from '../live/rehearsed-site.ts';
import { chosenNight } from '../night/chosen-night.ts';
import type { InitOptions } from './options.ts';

export type Account = { readonly region: string; readonly inventory: Inventory };

const regionOf = async (configured: () => Promise<string>): Promise<string> => {
  try {
    return await configured();
  } catch {
    throw new InputError('no region is set: give --region, or set AWS_REGION; nothing was read or written');
  }
};

/** Nothing where nobody names a secret. */
const vendorsIn = (
  { atlasSecret: atlas = [], clickhouseSecret: clickhouse = [] }: InitOptions,
  runtime: VendorSecrets['runtime'],
): VendorSecrets | undefined => (atlas.length + clickhouse.length > 0 ? { atlas, clickhouse, runtime } : undefined);

/** A wait that keeps the command alive. */
const onThisMachine: VendorSecrets['runtime'] = {
  now: systemRuntime.now,
  pause: (ms) => ({ over: pause(ms), end: () => {} }),
};

const accountInAws = async (environment: string, options: InitOptions, wantsTags: boolean): Promise<Account> => {
  const { region, profile } = options;
  const clients = inventoryClients({
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
  });
  const chosen = await regionOf(clients.ec2.config.region);
  try {
    const vendors = vendorsIn(options, onThisMachine);
    return { region: chosen, inventory: await readInventory(clients, wantsTags, vendors) };
  } catch (error) {
    throw explained(error, { environment, region: chosen });
  }
};

const clientsIn = ({ cloud }: Simulation) => {
  const person: Invocation = { function: 'person', action: 'start', dead: false, onDeath: () => {} };
  return {
    rds: simulatedClient(cloud, 'rds', person),
    ecs: simulatedClient(cloud, 'ecs', person),
    elasticache: simulatedClient(cloud, 'elasticache', person),
    kafka: simulatedClient(cloud, 'kafka', person),
    kafkaconnect: simulatedClient(cloud, 'kafkaconnect', person),
    ec2: simulatedClient(cloud, 'ec2', person),
    clientOf: <C>(service: string) => simulatedClient(cloud, service, person) as unknown as C,
  };
};

/** What is to be found there is what a definition of that name says, if there is one. */
const rehearsedAccount = async (name: string, options: InitOptions, wantsTags: boolean): Promise<Account> => {
  const { scenario } = options;
  const simulated = environmentNames().includes(name) ? name : 'staging';
  const night = scenario === undefined ? chosenNight(simulated, {}) : chosenNight(undefined, { scenario });
  const { region, environment } = night.definition;
  // A moment into it, so that what a scenario does at its beginning has happened.
  const moment = { at: Math.min(night.fromMs + 1_000, night.toMs), otherwise: 'beginning' } as const;
  try {
    return await playedTo(night, moment, async (stage) => ({
      region,
      inventory: await readInventory(
        clientsIn(stage),
        wantsTags,
        vendorsIn(options, { now: () => new Date(stage.clock.nowMs()) }),
      ),
    }));
  } catch (error) {
    throw explained(error, { environment, region });
  }
};

/** Throws `InputError` for a region that nobody names, and errors that name what is missing. */
export const readAccount = (name: string, options: InitOptions, wantsTags: boolean): Promise<Account> =>
  options.rehearsal ? rehearsedAccount(name, options, wantsTags) : accountInAws(name, options, wantsTags);
