// The account as the deployment meets it: an object with `send(command)` per client.
import type { SimulatedService } from '#sim/aws/simulated-service.ts';
import type { Account } from './account.ts';
import { simulatedCloudFormation } from './cloudformation.ts';
import {
  simulatedFunctions,
  simulatedIam,
  simulatedS3,
  simulatedSecretsOf,
  simulatedSts,
  simulatedTables,
  simulatedTopics,
} from './services.ts';
import type { CloudFormationSettings } from './stack-operation.ts';

export type Call = { readonly operation: string; readonly input: unknown };

type Command = { readonly schema: readonly [number, string, string]; readonly input: unknown };

/** Called before and after each call; what it throws, the caller gets. */
export type Watch = { readonly before?: (call: Call) => void; readonly after?: (call: Call) => void };

const clientOf = (id: string, service: SimulatedService, { before, after }: Watch) => ({
  async send(command: unknown): Promise<never> {
    const { schema, input } = command as Command;
    const call = { operation: `${id}:${schema[2]}`, input };
    before?.(call);
    const answer = await service.handle(schema[2], input as never);
    after?.(call);
    return answer as never;
  },
});

export const accountClients = (account: Account, settings: CloudFormationSettings, watch: Watch = {}) => {
  const client = (id: string, service: SimulatedService) => clientOf(id, service, watch);
  return {
    cloudformation: client('cloudformation', simulatedCloudFormation(account, settings)),
    s3: client('s3', simulatedS3(account)),
    sts: client('sts', simulatedSts(account)),
    iam: client('iam', simulatedIam(account)),
    lambda: client('lambda', simulatedFunctions(account)),
    sns: client('sns', simulatedTopics(account)),
    secretsmanager: client('secretsmanager', simulatedSecretsOf(account)),
    dynamodb: client('dynamodb', simulatedTables(account)),
  };
};
