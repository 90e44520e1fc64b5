// The site in AWS. Only commands that need the SDK import it, so help and typing errors do not wait for it.

import { readChangeCalendar } from '#core/aws/change-calendar.ts';
import { awsClients } from '#core/aws/clients.ts';
import { askFunction, invokeFunction } from '#core/aws/invoke.ts';
import { invocableNameOf, namesOf } from '#core/deployed.ts';
import { InputError } from '#core/errors.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { costExplorerOf } from '#costs/cost-explorer.ts';
import { keptSpent } from '#costs/kept-spent.ts';
import type { Definition } from '#definition/definition.ts';
import { fixedDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { compose } from '#functions/compose.ts';
import { sizesOf } from '#kinds/sizes.ts';
import { windowsOf } from '#kinds/windows.ts';
import { accountOf, checkTable } from './account.ts';
import { askControl } from './control-url.ts';
import type { Credentials } from './credentials.ts';
import { filesCompared } from './definition-status.ts';
import type { Site } from './site.ts';
import { switchOf } from './switch.ts';
import { person } from './text-options.ts';

/** Only a deployed function knows its topic's ARN; a run on this machine publishes nothing. */
const noTopic = (environment: string) => () => {
  throw new InputError(`${namesOf(environment).operatorTopic} is only written by the deployed functions`);
};

type Place = {
  readonly region: string;
  readonly profile?: string | undefined;
  readonly credentials: Credentials;
};

export const awsSite = (definition: Definition, { region, profile, credentials }: Place): Site => {
  const { environment } = definition;
  const where = { environment, region, credentials };
  const clients = awsClients({ region, credentials, ...(profile === undefined ? {} : { profile }) });
  const configuration = {
    tableName: namesOf(environment).stateTable,
    operatorTopicArn: '',
    targets: () => ({
      start: invocableNameOf(environment, 'start'),
      stop: invocableNameOf(environment, 'stop'),
    }),
  };
  const ports = compose({
    clients,
    configuration,
    definitions: fixedDefinitions(() => definition),
    runtime: systemRuntime,
  });
  const invoke = invokeFunction(clients.lambda);
  const ask = askFunction(clients.lambda);
  return {
    definition,
    ports: { ...ports, definition: () => definition, publish: noTopic(environment) },
    sizes: sizesOf(clients),
    costs: {
      kept: keptSpent(clients.dynamodb, configuration.tableName),
      ask: costExplorerOf(clients.clientOf),
    },
    readChangeCalendar: readChangeCalendar(clients.ssm),
    windows: windowsOf(clients),
    invoke: (name, event) => invoke(invocableNameOf(environment, name), event),
    ask: (name, event) => ask(invocableNameOf(environment, name), event),
    control: askControl({ ...where, lambda: clients.lambda }, person(undefined)),
    versions: { ...dynamoReadVersions(clients.dynamodb, configuration.tableName), sides: filesCompared },
    setSwitch: switchOf(clients.ssm, environment),
    account: () => accountOf(where),
    checkTable: () => checkTable(where),
    isSimulated: false,
    pause,
    place: region,
    toWatch: `Follow it: curfew runs ${definition.environment} --follow`,
  };
};
