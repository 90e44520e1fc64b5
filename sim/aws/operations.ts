// Every operation the simulated AWS knows, as scenario files name them.
import { type Kind, kinds } from '#kinds/resource.ts';
import { rehearsalOf } from '../kinds.ts';

type Operations = Readonly<Record<string, readonly string[]>>;

/** By service, in alphabetical order within it. */
const together = (all: readonly (Operations | undefined)[]): Record<string, readonly string[]> => {
  const byService = new Map<string, Set<string>>();
  for (const [service, names] of all.flatMap((one) => Object.entries(one ?? {})))
    byService.set(service, new Set([...(byService.get(service) ?? []), ...names]));
  return Object.fromEntries([...byService].map(([service, names]) => [service, [...names].toSorted()]));
};

/** What Curfew uses itself. */
const own: Operations = {
  cloudwatch: ['DeleteAlarmMuteRule', 'DescribeAlarms', 'GetAlarmMuteRule', 'ListAlarmMuteRules', 'PutAlarmMuteRule'],
  dynamodb: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  lambda: ['Invoke'],
  sns: ['Publish'],
  ssm: ['GetParameter'],
};

/** What the functions call: of resources of these kinds, and of what Curfew uses itself. */
const ofFunctions = (of: readonly Kind[]) => together([...of.map((kind) => rehearsalOf(kind).operations), own]);

/** What only people call, besides some of the above: at a whole account, to pause a schedule, and to apply a definition. */
const ofInventory = together([
  { ssm: ['PutParameter'] },
  { dynamodb: ['TransactWriteItems'] },
  // Random nights have troubles of their own with schedules.
  { scheduler: ['CreateSchedule', 'DeleteSchedule', 'GetSchedule', 'UpdateSchedule'] },
  { ec2: ['DescribeSecurityGroups'] },
  { ce: ['GetCostAndUsage', 'GetCostComparisonDrivers', 'GetCostForecast', 'GetTags'] },
  ...kinds.map((kind) => rehearsalOf(kind).inventoryOperations),
]);

const spelled = (operations: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(operations).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));

const functionOperations: readonly string[] = spelled(ofFunctions(kinds));

/** What can go wrong in an environment of these kinds. */
export const functionOperationsOf = (of: readonly Kind[]): readonly string[] => spelled(ofFunctions(of));

export const simulatedOperations: readonly string[] = [...functionOperations, ...spelled(ofInventory)];

export const isSimulated = (operation: string): boolean => simulatedOperations.includes(operation);
