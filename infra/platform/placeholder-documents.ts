// What a secret holds until people fill it in. **Frozen**: CloudFormation writes a changed placeholder over the real values
// (facts/cdk.md 2). A new key goes into a new secret; a test holds the documents below to what was first deployed.

/** What an operator has to replace. Long enough to be looked for, and never valid for anything. */
const fillIn = 'FILL_IN';

const iam = { KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM', KAFKA_BROKERS: fillIn } as const;

export const placeholderDocuments = {
  'events-ingestion': { KAFKA_EVENTS_TOPIC: 'atlas.events.raw', KAFKA_DLQ_TOPIC: 'atlas.events.dlq', ...iam },
  // SCORING_BASE_URL (http://scoring:8083) and topics are added by hand where the backend is to use them.
  'dashboard-backend': { DATABASE_URL: fillIn, ...iam },
  scoring: {
    KAFKA_OUTPUT_TOPIC: 'atlas.l3.user.score',
    KAFKA_DLQ_TOPIC: 'atlas.scoring.dlq',
    ...iam,
    CAMUNDA_BASE_URL: 'http://camunda:8080/engine-rest',
  },
  camunda: { DB_DRIVER: 'org.postgresql.Driver', DB_URL: fillIn, DB_USERNAME: fillIn, DB_PASSWORD: fillIn },
  'kafka-ui': { SPRING_SECURITY_USER_NAME: fillIn, SPRING_SECURITY_USER_PASSWORD: fillIn },
  'clickhouse-prometheus-agent': {
    CLICKHOUSE_ORGANIZATION_ID: fillIn,
    CLICKHOUSE_SERVICE_ID: fillIn,
    CLICKHOUSE_KEY_ID: fillIn,
    CLICKHOUSE_KEY_SECRET: fillIn,
    NEW_RELIC_LICENSE_KEY: fillIn,
  },
  'newrelic-infra': { NRIA_LICENSE_KEY: fillIn },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type SecretName = keyof typeof placeholderDocuments;
