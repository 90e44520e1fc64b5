// Every operation the simulated AWS knows, as scenario files name them.

/** What the functions call, and faults are drawn from. */
const ofFunctions = {
  rds: [
    'DescribeDBClusters',
    'DescribeDBInstances',
    'StartDBCluster',
    'StartDBInstance',
    'StopDBCluster',
    'StopDBInstance',
  ],
  ecs: ['DescribeServices', 'DescribeTaskDefinition', 'DescribeTasks', 'ListTasks', 'UpdateService'],
  autoscaling: ['DescribeScalableTargets', 'RegisterScalableTarget'],
  elbv2: ['DescribeTargetHealth'],
  elasticache: ['DecreaseReplicaCount', 'DescribeReplicationGroups', 'IncreaseReplicaCount', 'ModifyReplicationGroup'],
  kafka: ['ListClustersV2'],
  kafkaconnect: ['ListConnectors', 'PauseConnector', 'ResumeConnector'],
  cloudwatch: ['DeleteAlarmMuteRule', 'DescribeAlarms', 'PutAlarmMuteRule'],
  dynamodb: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  lambda: ['Invoke'],
  sns: ['Publish'],
  ssm: ['GetParameter'],
} as const;

/** What only a person's look at a whole account calls, besides some of the above. */
const ofInventory = {
  ec2: ['DescribeSecurityGroups'],
  ecs: ['ListClusters', 'ListServices'],
  elasticache: ['DescribeCacheClusters', 'ListTagsForResource'],
  kafka: ['GetBootstrapBrokers'],
  kafkaconnect: ['ListTagsForResource'],
} as const;

const spelled = (operations: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(operations).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));

export const functionOperations: readonly string[] = spelled(ofFunctions);

export const simulatedOperations: readonly string[] = [...functionOperations, ...spelled(ofInventory)];

export const isSimulated = (operation: string): boolean => simulatedOperations.includes(operation);
