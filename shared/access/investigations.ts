// All that `alarm-investigation` may do: in a stack of its own, so that the role which can spend money is nobody else's.
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { investigationPartition } from '#core/state/partitions.ts';
import type { Definition, Investigations } from '#definition/definition.ts';
import { functionLogs } from './function-logs.ts';
import { publishToOperators } from './operator-topic.ts';
import { readTable } from './state-table.ts';
import { allow, type Statement } from './statement.ts';

/** What its parts are called. */
export const investigationNames = (environment: string) => {
  const full = `curfew-${environment}-alarm-investigation`;
  return {
    ...{ stack: full, function: full, role: full, queue: full, rule: full },
    deadLetters: `${full}-dead-letters`,
    errors: `${full}-errors`,
    logGroup: `/aws/lambda/${full}`,
  };
};

export const investigateAlarms = (
  { environment, investigations: { agentSpace } }: Pick<Definition, 'environment'> & { investigations: Investigations },
  arn: Arn,
): Statement[] => {
  const { queue, logGroup } = investigationNames(environment);
  const table = arn('dynamodb', `table/${namesOf(environment).stateTable}`);
  const own = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [investigationPartition(environment)] } };
  return [
    allow(['aidevops:CreateBacklogTask', 'aidevops:ListJournalRecords'], [arn('aidevops', `agentspace/${agentSpace}`)]),
    ...readTable(environment, arn),
    allow(['dynamodb:PutItem'], [table], own),
    ...publishToOperators(environment, arn),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [arn('sqs', queue)]),
    ...functionLogs({ logGroup }, arn),
  ];
};
