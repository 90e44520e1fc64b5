// The account that a deployment goes to: in AWS, or in the simulated AWS.

import type { AlsoIn } from '#definition/shared-things.ts';
import { controlBy } from '#deploy/control.ts';
import type { Control } from '#deploy/ports.ts';
import type { Template } from '#deploy/template.ts';
import type { Site } from '../live/site.ts';
import type { DeployClients } from './ports.ts';

type Opened = { readonly clients: DeployClients; readonly control: Control };

type Wanted = {
  readonly site: Site;
  readonly region: string;
  readonly profile?: string | undefined;
  readonly yaml: string;
  readonly file: string;
  readonly why: string | undefined;
  readonly by: string;
  readonly alsoIn?: AlsoIn;
  /** What a rehearsed account has of Curfew already; nothing, if not said. */
  readonly deployed?: { readonly name: string; readonly template: Template };
};

/** By the URL of `control`, where AWS says who asks. */
const inAws = async ({ site, region, profile, ...asked }: Wanted): Promise<Opened> => {
  const { awsDeployClients } = await import('./aws-clients.ts');
  const { environment } = site.definition;
  return {
    clients: awsDeployClients({ region, profile }),
    control: controlBy({ ...asked, environment, ask: (request) => site.control(request) }),
  };
};

/** Nothing but what the definition names is there, besides what was deployed. */
const inSimulation = async ({ site, region, deployed, ...asked }: Wanted): Promise<Opened> => {
  const { rehearsedAccount } = await import('#sim/account/rehearsed.ts');
  const { environment } = site.definition;
  const { clients, ask } = rehearsedAccount(site.definition, region, site.ports, deployed);
  return { clients: clients as unknown as DeployClients, control: controlBy({ ...asked, environment, ask }) };
};

export const openAccount = (wanted: Wanted): Promise<Opened> =>
  wanted.site.isSimulated ? inSimulation(wanted) : inAws(wanted);
