// Every operation the simulated AWS knows, as scenario files name them.
const operations = {
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

export const simulatedOperations: readonly string[] = Object.entries(operations).flatMap(([service, names]) =>
  names.map((name) => `${service}:${name}`),
);

export const isSimulated = (operation: string): boolean => simulatedOperations.includes(operation);
