// What EventBridge delivers when AWS starts a database that was stopped for seven days (facts/aws-semantics.md 1.4).

import type { Definition } from '#definition/definition.ts';
import type { ResourceOf } from '#kinds/resource.ts';

type AuroraCluster = ResourceOf<'aurora-cluster'>;
type RdsInstance = ResourceOf<'rds-instance'>;

type Database = RdsInstance | AuroraCluster;

const eventFieldsOf = (database: Database) =>
  database.kind === 'rds-instance'
    ? {
        id: database.instance,
        arn: `db:${database.instance}`,
        eventId: 'RDS-EVENT-0154',
        detailType: 'RDS DB Instance Event',
        sourceType: 'DB_INSTANCE',
        message: 'DB instance is being started due to it exceeding the maximum allowed time being stopped.',
      }
    : {
        id: database.cluster,
        arn: `cluster:${database.cluster}`,
        eventId: 'RDS-EVENT-0153',
        detailType: 'RDS DB Cluster Event',
        sourceType: 'CLUSTER',
        message: 'DB cluster is being started due to it exceeding the maximum allowed time being stopped.',
      };

export const restartEvent = (database: Database, { region }: Definition, atMs: number) => {
  const { id, arn, eventId, detailType, sourceType, message } = eventFieldsOf(database);
  const SourceArn = `arn:aws:rds:${region}:111122223333:${arn}`;
  const time = new Date(atMs).toISOString();
  return {
    version: '0',
    id: `${id}-${atMs}`,
    'detail-type': detailType,
    source: 'aws.rds',
    account: '111122223333',
    time: time.replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [SourceArn],
    detail: {
      EventCategories: ['notification'],
      SourceType: sourceType,
      SourceArn,
      Date: time,
      Message: message,
      SourceIdentifier: id,
      EventID: eventId,
    },
  };
};
