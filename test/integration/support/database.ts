import { CreateDBInstanceCommand, type RDSClient } from '@aws-sdk/client-rds';

/** Available at once; moto knows no transitions of databases. */
export const createDatabase = async (
  rds: Pick<RDSClient, 'send'>,
  DBInstanceIdentifier: string,
  tag?: { readonly name: string; readonly value: string },
): Promise<void> => {
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'atlas',
      MasterUserPassword: 'only-in-moto',
      ...(tag ? { Tags: [{ Key: tag.name, Value: tag.value }] } : {}),
    }),
  );
};
