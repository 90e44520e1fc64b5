// Everything that a deployment would stumble over, found before anything is made: all of it at once, each with what to do.
import { policiesPerRole } from '#access/fits.ts';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { regionsWithDurableFunctions } from '#definition/regions.ts';
import { allTargets, secretOf } from '#definition/targets.ts';
import type { Account, Found, Look, Stack } from '../ports.ts';
import { standingOf } from '../stack/status.ts';
import { stackNameOf } from '../template-for.ts';

/** `error` stops a deployment, `warning` does not; `note` is only told. */
export type Finding = {
  readonly severity: 'error' | 'warning' | 'note';
  readonly what: string;
  readonly remedy: string;
};

export type Preflight = {
  readonly account: Account;
  readonly findings: readonly Finding[];
  /** The state table of an earlier deployment, which the new stack takes over. */
  readonly adoptsTable: boolean;
  readonly missingSecrets: readonly string[];
};

const error = (what: string, remedy: string): Finding => ({ severity: 'error', what, remedy });
const warning = (what: string, remedy: string): Finding => ({ severity: 'warning', what, remedy });

const ofDurableFunctions = ({ region }: Definition, found: Found): Finding[] => {
  if (found === 'yes') return [];
  if (found === 'no')
    return [
      error(
        `Lambda has no durable functions in ${region}, and start and stop are such functions`,
        'deploy in a region that has them: Curfew operates what is in its own region',
      ),
    ];
  return regionsWithDurableFunctions.includes(region)
    ? []
    : [
        warning(
          `it is not known whether Lambda has durable functions in ${region}`,
          'if CloudFormation refuses the functions, nothing is left behind: choose another region in the definition',
        ),
      ];
};

const ofRegion = async (definition: Definition, look: Look): Promise<Finding[]> => {
  const { region } = definition;
  const found = ofDurableFunctions(definition, await look.durableFunctions());
  return look.hasPrices(region)
    ? found
    : [...found, warning(`no prices of ${region} are known, so savings cannot be counted`, `curfew prices ${region}`)];
};

const ofAccount = (definition: Definition, { id }: Account): Finding[] =>
  definition.account === undefined || definition.account === id
    ? []
    : [
        error(
          `these credentials are of account ${id}, and the definition is of ${definition.account}`,
          'give --profile, or correct `account` in the definition',
        ),
      ];

const ofResources = async ({ resources }: Definition, look: Look): Promise<Finding[]> => {
  const unreadable = await look.unreadable(resources);
  return unreadable.map(({ resource, why }) => {
    const what = `${resource.name} (${resource.kind}): ${why}`;
    return resource.optional
      ? { severity: 'note', what, remedy: 'it is optional: it is left alone until it is there' }
      : error(what, 'correct its name in the definition, or have the permission to read it granted to you');
  });
};

const ofTopics = async (definition: Definition, account: Account, look: Look): Promise<Finding[]> => {
  const targets = allTargets(definition).flatMap((target) => (target.kind === 'email' ? [target.topic] : []));
  const names = [...new Set([...(definition.notifications.topics ?? []), ...targets])].filter(
    (name) =>
      name !== namesOf(definition.environment).mailboxes && name !== namesOf(definition.environment).operatorTopic,
  );
  const found = await Promise.all(names.map((name) => look.topic(name, account.id)));
  return names.flatMap((name, index) =>
    found[index] === 'no'
      ? [
          error(
            `the topic ${name} does not exist`,
            `aws sns create-topic --name ${name}, or remove it from the definition`,
          ),
        ]
      : [],
  );
};

const secretsOf = (definition: Definition): string[] => [
  ...new Set(allTargets(definition).flatMap((target) => secretOf(target) ?? [])),
];

/** Of vendors: their owner makes them, as the deployment does not know what is in them. */
const vendorSecretsOf = ({ resources }: Definition): string[] => [
  ...new Set(resources.flatMap((one) => ('credentialsSecret' in one ? [one.credentialsSecret] : []))),
];

const rolesNeeded = 7;
/** Lambda keeps so many for the functions that reserve none. */
const unreservedLeast = 100;

const ofQuotas = async (definition: Definition, isNew: boolean, look: Look): Promise<Finding[]> => {
  const { roles, policiesPerRole: allowed, concurrency } = await look.quotas();
  const needed = Math.max(0, ...policiesPerRole(definition).values());
  return [
    ...(isNew && roles && roles.most - roles.used < rolesNeeded
      ? [
          error(
            `the account has ${roles.used} of ${roles.most} roles, and ${rolesNeeded} are needed`,
            'delete some, or have the quota "Roles" of IAM raised',
          ),
        ]
      : []),
    ...(allowed !== undefined && needed > allowed
      ? [
          error(
            `a role would have ${pluralise(needed, 'managed policy', 'managed policies')}, and the account allows ${allowed}`,
            'have the quota "Managed policies attached to an IAM role" raised, or say `access: cluster`',
          ),
        ]
      : []),
    ...(isNew && definition.cleanup && concurrency !== undefined && concurrency <= unreservedLeast
      ? [
          error(
            `Lambda runs ${concurrency} functions at once in this account, and the cleanup reserves one of them`,
            'have the quota "Concurrent executions" of Lambda raised',
          ),
        ]
      : []),
  ];
};

/** What another deployment made stands in the way of the same names. */
const ofOthers = async ({ environment }: Definition, look: Look): Promise<Finding[]> => {
  const name = functionNamesOf(environment, 'stop').function;
  const owner = await look.functionOwner(name);
  if (!owner || owner.stack === stackNameOf(environment)) return [];
  const whose = owner.stack === undefined ? 'by no stack' : `by the stack ${owner.stack}`;
  return [
    error(
      `${name} exists already, made ${whose}`,
      owner.stack === undefined
        ? 'delete it, or give the environment another name'
        : `deploy it with that stack, or delete that stack: the state table stays and is taken over`,
    ),
  ];
};

const ofSecrets = (missing: readonly string[]): Finding[] =>
  missing.map((name) => ({
    severity: 'note',
    what: `the secret ${name} does not exist yet`,
    remedy: `the deployment asks for it at the end; later: aws secretsmanager create-secret --name ${name} --secret-string …`,
  }));

const ofVendorSecrets = async (definition: Definition, look: Look): Promise<Finding[]> => {
  const names = vendorSecretsOf(definition);
  const found = await Promise.all(names.map((name) => look.secret(name)));
  return names
    .filter((_, index) => found[index] === 'no')
    .map((name) => ({
      severity: 'note',
      what: `the secret ${name} does not exist yet: what it is for cannot be stopped or started`,
      remedy: `aws secretsmanager create-secret --name ${name} --secret-string …`,
    }));
};

/** Throws what AWS says where even the account cannot be asked for. */
export const preflight = async (definition: Definition, stack: Stack | undefined, look: Look): Promise<Preflight> => {
  const account = await look.account();
  const isNew = ['absent', 'must-be-deleted'].includes(standingOf(stack?.status));
  const secrets = secretsOf(definition);
  const [table, found, ...findings] = await Promise.all([
    look.table(namesOf(definition.environment).stateTable),
    Promise.all(secrets.map((name) => look.secret(name))),
    ofAccount(definition, account),
    ofRegion(definition, look),
    isNew ? ofOthers(definition, look) : [],
    ofResources(definition, look),
    ofTopics(definition, account, look),
    ofQuotas(definition, isNew, look),
    ofVendorSecrets(definition, look),
  ]);
  const missingSecrets = secrets.filter((_, index) => found[index] === 'no');
  return {
    account,
    findings: [...findings.flat(), ...ofSecrets(missingSecrets)],
    adoptsTable: isNew && table.isThere,
    missingSecrets,
  };
};
