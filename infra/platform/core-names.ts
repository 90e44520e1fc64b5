// Every physical name of the environment that Curfew operates. Definitions in `environments/` say the same names, and a test
// holds them against these. A name stays permanently: CloudFormation cannot replace what has a fixed name.

/** The services of an environment. */
export const workloads = [
  'events-ingestion',
  'dashboard-backend',
  'kafka-ui',
  'scoring',
  'camunda',
  'clickhouse-agent',
] as const;
export type Workload = (typeof workloads)[number];

/** The services whose images come from a repository of the foundation; the others run upstream images. */
export const builtImages = ['events-ingestion', 'dashboard-backend', 'scoring'] as const satisfies readonly Workload[];
export type BuiltImage = (typeof builtImages)[number];

export const databases = ['dashboard', 'camunda'] as const;
export type Database = (typeof databases)[number];

export const securityGroups = [
  'alb',
  'ecs',
  'dashboard-backend',
  'scoring',
  'camunda',
  'clickhouse-agent',
  'valkey',
  'dashboard-db',
  'camunda-db',
  'msk',
  'msk-connect',
] as const;
export type SecurityGroupName = (typeof securityGroups)[number];

/** Where the name of every resource begins, and where those of a second workload plane on the same foundation end. */
export type NamingStyle = { readonly prefix: string; readonly suffix: string };

/** What a foundation owns: it is the same for every environment on it. */
export const foundationNames = (prefix: string) => ({
  vpc: prefix,
  /** With the prefix: two foundations may share an account. */
  flowLogs: `/vpc/flow-logs/${prefix}`,
  securityGroup: (group: SecurityGroupName) => `${prefix}-${group}-sg`,
  kafka: `${prefix}-msk`,
  kafkaConfiguration: `${prefix}-msk`,
  kafkaLogs: `/aws/msk/${prefix}-msk/broker`,
  repository: (image: BuiltImage) => `${prefix}-${image}`,
  /** Almost nothing of a connector can be changed in place, so every change makes one of a new name. */
  sinkConnector: (revision: number) => `${prefix}-s3-sink${revision === 1 ? '' : `-r${revision}`}`,
  sinkPlugin: (revision: number) => `${prefix}-s3-sink-plugin-r${revision}`,
  sinkLogs: (connector: string) => `/msk-connect/${connector}`,
  sinkRole: `${prefix}-s3-sink`,
  /** Unique in the world, not only in the account. */
  bucket: (name: string, account: string) => `${prefix}-${name}-${account}`,
});
export type FoundationNames = ReturnType<typeof foundationNames>;

const alarmNames = {
  service: (service: string) => ({
    cpu: `${service}-high-cpu`,
    memory: `${service}-high-memory`,
    runningTasks: `${service}-running-tasks-below-desired`,
  }),
  /** A service and a database may have the same name, and both have a CPU. */
  database: (instance: string) => ({
    storage: `${instance}-low-storage`,
    cpu: `${instance}-high-database-cpu`,
    sessionLoad: `${instance}-high-session-load`,
    connections: `${instance}-high-connections`,
  }),
  kafka: (cluster: string) => ({
    disk: `${cluster}-high-disk`,
    cpu: `${cluster}-high-cpu`,
    memory: `${cluster}-high-memory`,
    underReplicated: `${cluster}-under-replicated-partitions`,
  }),
  targetGroup: (targetGroup: string) => ({ unhealthyHosts: `${targetGroup}-unhealthy-hosts` }),
};

/** What a workload plane owns. */
export const planeNames = ({ prefix, suffix }: NamingStyle) => {
  const own = (name: string): string => `${prefix}-${name}${suffix}`;
  const plane = `${prefix}${suffix}`;
  return {
    plane,
    database: (database: Database) => own(database),
    databaseSubnets: (database: Database) => own(`${database}-db`),
    databaseParameters: (database: Database) => own(`${database}-db`),
    databasePassword: (database: Database) => `${plane}/${database}-db-master`,
    cache: own('valkey'),
    cluster: plane,
    /** Of Service Connect. The aliases in it (`scoring`, `camunda`) are the same in every environment. */
    serviceNamespace: plane,
    service: (workload: Workload) => own(workload),
    serviceLogs: (workload: Workload) => `/ecs/${own(workload)}`,
    secret: (name: string) => `${plane}/${name}`,
    loadBalancer: own('alb'),
    /** At most 32 characters, and `poc-atlas-dev-dashboard-backend2` has them. */
    targetGroup: (workload: Workload) => own(workload),
    dashboard: plane,
    alarmTopic: own('alarms'),
    slackAlarmTopic: own('slack-alarms'),
    newRelicRole: own('new-relic'),
    budget: own('monthly'),
    alarms: alarmNames,
  };
};
export type PlaneNames = ReturnType<typeof planeNames>;
