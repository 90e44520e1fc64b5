// What a preflight looks at in AWS. Whatever may not be seen is unknown, and stops nothing.
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountSummaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  type LambdaClient,
  ListDurableExecutionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { partitionOf } from '#core/aws/partition.ts';
import { type Sends, type Services, serviceOf } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Kind, Resource, ResourceOf } from '#kinds/resource.ts';
import type { Found, Look } from '../ports.ts';

export type LookClients = {
  readonly sts: Sends<STSClient>;
  readonly iam: Sends<IAMClient>;
  readonly lambda: Sends<LambdaClient>;
  readonly sns: Sends<SNSClient>;
  readonly secretsmanager: Sends<SecretsManagerClient>;
  readonly dynamodb: Sends<DynamoDBClient>;
};

type Where = {
  readonly region: string;
  readonly services: Services;
  readonly hasPrices: (region: string) => boolean;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const absent = new Set(['NotFound', 'NotFoundException', 'ResourceNotFoundException']);
const hidden = /AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized/;

/** Undefined where it is not there; `unknown` where it may not be seen. */
const seen = async <T>(read: () => Promise<T>): Promise<T | undefined | 'unknown'> => {
  try {
    return await read();
  } catch (error) {
    if (absent.has(nameOf(error))) return undefined;
    if (hidden.test(nameOf(error))) return 'unknown';
    throw error;
  }
};

const foundBy = async (read: () => Promise<unknown>): Promise<Found> => {
  const answer = await seen(read);
  return answer === undefined ? 'no' : answer === 'unknown' ? 'unknown' : 'yes';
};

/** What Lambda answers to a path that it does not know, as that of a feature that the region has not. */
const isUnknownOperation = (error: unknown): boolean =>
  error instanceof Error &&
  (/Unable to determine service\/operation name/i.test(error.message) || /^UnknownOperation/.test(error.name));

/** Asked about a function that nobody has: whoever is refused by name is refused by a region that knows what was asked. */
const durableFunctionsIn = async ({ lambda }: LookClients): Promise<Found> => {
  try {
    await lambda.send(new ListDurableExecutionsByFunctionCommand({ FunctionName: 'curfew-preflight', MaxItems: 1 }));
    return 'yes';
  } catch (error) {
    if (isUnknownOperation(error)) return 'no';
    const isKnown = absent.has(nameOf(error)) || /ListDurableExecutionsByFunction/.test(String(error));
    return isKnown ? 'yes' : 'unknown';
  }
};

const quotasIn = async ({ iam, lambda }: LookClients) => {
  const [summary, settings] = await Promise.all([
    seen(() => iam.send(new GetAccountSummaryCommand({}))),
    seen(() => lambda.send(new GetAccountSettingsCommand({}))),
  ]);
  const { Roles, RolesQuota, AttachedPoliciesPerRoleQuota } =
    summary === undefined || summary === 'unknown' ? {} : (summary.SummaryMap ?? {});
  const concurrency =
    settings === undefined || settings === 'unknown'
      ? undefined
      : settings.AccountLimit?.UnreservedConcurrentExecutions;
  return {
    ...(Roles === undefined || RolesQuota === undefined ? {} : { roles: { used: Roles, most: RolesQuota } }),
    ...(AttachedPoliciesPerRoleQuota === undefined ? {} : { policiesPerRole: AttachedPoliciesPerRoleQuota }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
};

const readingsOf = async <K extends Kind>(services: Services, kind: K, some: readonly Resource[]) =>
  serviceOf(services, kind).observe(some as readonly ResourceOf<K>[]);

const whyNot = (reading: Reading | undefined): string | undefined => {
  if (reading === undefined || reading.state === 'absent') return 'it does not exist there';
  return reading.state === 'unreadable' ? reading.message : undefined;
};

/** Each kind is asked once for all that there is of it. */
const unreadableIn =
  (services: Services): Look['unreadable'] =>
  async (resources) => {
    const byKind = Map.groupBy(resources, ({ kind }) => kind);
    const all = await Promise.all(
      [...byKind].map(async ([kind, some]) => {
        const readings = await readingsOf(services, kind, some);
        return some.flatMap((resource) => {
          const why = whyNot(readings.get(resource.name));
          return why === undefined ? [] : [{ resource, why }];
        });
      }),
    );
    return all.flat();
  };

export const awsLook = (clients: LookClients, { region, services, hasPrices }: Where): Look => ({
  async account() {
    const { Account = 'unknown', Arn = 'unknown' } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return { id: Account, caller: Arn };
  },
  topic: (name, account) =>
    foundBy(() =>
      clients.sns.send(
        new GetTopicAttributesCommand({ TopicArn: `arn:${partitionOf(region)}:sns:${region}:${account}:${name}` }),
      ),
    ),
  secret: (name) => foundBy(() => clients.secretsmanager.send(new DescribeSecretCommand({ SecretId: name }))),
  async table(TableName) {
    const found = await seen(() => clients.dynamodb.send(new DescribeTableCommand({ TableName })));
    return { isThere: found !== undefined && found !== 'unknown' };
  },
  async functionOwner(FunctionName) {
    const found = await seen(() => clients.lambda.send(new GetFunctionCommand({ FunctionName })));
    if (found === undefined || found === 'unknown') return undefined;
    const stack = found.Tags?.['aws:cloudformation:stack-name'];
    return stack === undefined ? {} : { stack };
  },
  durableFunctions: () => durableFunctionsIn(clients),
  quotas: () => quotasIn(clients),
  unreadable: unreadableIn(services),
  hasPrices,
});
