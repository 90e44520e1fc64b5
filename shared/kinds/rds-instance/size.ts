// What database instances use: their class while they are up, their storage always.
import { type DBInstance, DescribeDBInstancesCommand, type RDSClient } from '@aws-sdk/client-rds';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Size } from '#core/cost.ts';
import type { Sends } from '../adapter.ts';

const sizeOf = ({ DBInstanceClass, MultiAZ, AllocatedStorage, StorageType, Engine }: DBInstance): Size => {
  const zones = MultiAZ ? 'multi-az' : 'single-az';
  const always = AllocatedStorage
    ? [{ price: `rds-storage/${StorageType ?? 'gp3'}/${zones}/gb-month`, quantity: AllocatedStorage }]
    : [];
  // The table has PostgreSQL's prices, as facts/aws-semantics.md 9 has them.
  if (Engine !== 'postgres') return { whileUp: [], always, unknown: `no price for the engine ${Engine}` };
  return { whileUp: [{ price: `rds/${DBInstanceClass}/${zones}`, quantity: 1 }], always };
};

/** By identifier. Throws `OperationError`. */
export const databaseSizes = async (
  client: Sends<RDSClient>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Size>> => {
  const pages = await Promise.all(
    chunks(ids, 100).map((Values) =>
      calling('describe DB instances', () =>
        allPages(
          (Marker) =>
            client.send(
              new DescribeDBInstancesCommand({
                Filters: [{ Name: 'db-instance-id', Values }],
                ...(Marker ? { Marker } : {}),
              }),
            ),
          (page) => page.DBInstances,
          (page) => page.Marker,
        ),
      ),
    ),
  );
  return new Map(pages.flat().map((instance) => [instance.DBInstanceIdentifier ?? '', sizeOf(instance)]));
};
