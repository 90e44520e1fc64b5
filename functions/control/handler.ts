// Lambda `control`: the only writer of an environment's definitions. Asked by its URL, by Invoke, and by CloudFormation.
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { readChangeCalendar } from '#core/aws/change-calendar.ts';
import { urlAlias } from '#core/deployed.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { controlConfiguration } from '#definition/runtime-configuration.ts';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import { eventBridgeScheduler } from '#run/schedules/scheduler.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import type { Parts } from '../compose.ts';
import { production } from '../production.ts';
import type { DeliveryAnswer } from './delivery.ts';
import { control } from './flow.ts';

const log = plainLogger();

type Setting = {
  readonly environment: string;
  readonly targets: Parameters<typeof control>[0]['targets'];
  readonly respond: (url: string, answer: DeliveryAnswer) => Promise<void>;
  /** A rehearsal stores definitions that no file says. */
  readonly definitionIn?: typeof definitionIn;
};

export const controlOver = ({ clients, configuration, runtime }: Omit<Parts, 'definitions'>, setting: Setting) =>
  control({
    definitionIn,
    ...setting,
    versions: dynamoDefinitionVersions(clients.dynamodb, configuration.tableName),
    scheduler: eventBridgeScheduler(clients.clientOf('scheduler', SchedulerClient)),
    state: dynamoStateStore(clients.dynamodb, configuration.tableName),
    readChangeCalendar: readChangeCalendar(clients.ssm),
    runtime,
  });

const attemptsMax = 3;

/** To a place of S3 that only this answer may be put to. */
const respond = async (url: string, answer: DeliveryAnswer): Promise<void> => {
  const body = JSON.stringify(answer);
  for (let tried = 1; ; tried++) {
    const answered = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } }).catch(
      (error: unknown) => error,
    );
    if (answered instanceof Response && answered.ok) return;
    const why = answered instanceof Response ? `status ${answered.status}` : String(answered);
    if (tried >= attemptsMax) throw new Error(`CloudFormation could not be answered: ${why}`);
  }
};

export const handler = async (event: unknown, { invokedFunctionArn }: { readonly invokedFunctionArn: string }) => {
  const isByUrl = invokedFunctionArn.endsWith(`:${urlAlias}`);
  const answer = await controlOver(production(), { ...controlConfiguration(process.env), respond })(event, isByUrl);
  const { yaml: _yaml, version: _version, body: _body, ...said } = answer as unknown as Record<string, unknown>;
  log.info('answered', said);
  return answer;
};
