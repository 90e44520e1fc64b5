import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import { awsClients } from '#core/aws/clients.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { testDefinitionVersions } from '#test/support/definition-versions-contract.ts';
import { testDocuments } from '#test/support/documents-contract.ts';
import { testNotificationStore } from '#test/support/notification-store-contract.ts';
import { testStateStore } from '#test/support/state-store-contract.ts';
import { createTable } from './support/table.ts';

const { dynamodb } = awsClients();
let tables = 0;

const newTable = async (): Promise<string> => {
  const name = `contract-${++tables}`;
  await createTable(dynamodb, name);
  return name;
};

testDocuments('DynamoDB over HTTP', async () => dynamoDocuments(dynamodb, await newTable(), systemRuntime.newId));

testNotificationStore('DynamoDB over HTTP', async () => dynamoNotificationStore(dynamodb, await newTable(), 'staging'));

testDefinitionVersions('versions in DynamoDB over HTTP', async () =>
  dynamoDefinitionVersions(dynamodb, await newTable()),
);

testStateStore('DynamoDB over HTTP', async () => dynamoStateStore(dynamodb, await newTable()));

it('a table that does not exist is told as NOT_FOUND, with the name that AWS has for it', async () => {
  const store = dynamoStateStore(dynamodb, 'no-such-table');

  await expect(store.readLease('staging')).rejects.toMatchObject({
    name: 'OperationError',
    code: 'NOT_FOUND',
    awsCode: 'ResourceNotFoundException',
  });
});

it('the attribute that the store writes its expiry to is the one that the table expires by', async () => {
  const TableName = await newTable();

  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));

  expect(TimeToLiveDescription).toEqual({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
});
