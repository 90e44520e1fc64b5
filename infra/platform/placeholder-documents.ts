// What a secret holds until people fill it in. **Frozen** once deployed: CloudFormation writes a changed placeholder over the real
// values (facts/cdk.md 2). A new key goes into a new secret, or people add it by hand and name it in `addedSecretKeys`; a test holds
// the documents below to what was first deployed. Topics are those of the environment: a change of their names changes the document.
import type { TopicsConfig } from './config/topics-config.ts';

/** What an operator has to replace. Long enough to be looked for, and never valid for anything. */
export const fillIn = 'FILL_IN';

const iam = { KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM', KAFKA_BROKERS: fillIn } as const;

export const secretNames = [
  'events-ingestion',
  'dashboard-backend',
  'scoring',
  'camunda',
  'clickhouse-prometheus-agent',
  'newrelic-infra',
  'kafka-ui',
] as const;
export type SecretName = (typeof secretNames)[number];

/** Kafka UI's login is generated: nobody has to fill it in, and it never was a placeholder that somebody could log in with. */
export const generatedLogin = { user: 'SPRING_SECURITY_USER_NAME', password: 'SPRING_SECURITY_USER_PASSWORD' } as const;
type PlaceholderName = Exclude<SecretName, 'kafka-ui'>;

export const placeholderDocuments = ({
  topics,
}: Pick<TopicsConfig, 'topics'>): Readonly<Record<PlaceholderName, Readonly<Record<string, string>>>> => ({
  'events-ingestion': { KAFKA_EVENTS_TOPIC: topics.events.name, KAFKA_DLQ_TOPIC: topics.eventsFailed.name, ...iam },
  // SCORING_BASE_URL (http://scoring:8083) and topics are added by hand where the backend is to use them.
  'dashboard-backend': { DATABASE_URL: fillIn, ...iam },
  scoring: {
    KAFKA_OUTPUT_TOPIC: topics.scores.name,
    KAFKA_DLQ_TOPIC: topics.scoringFailed.name,
    ...iam,
    CAMUNDA_BASE_URL: 'http://camunda:8080/engine-rest',
  },
  camunda: { DB_DRIVER: 'org.postgresql.Driver', DB_URL: fillIn, DB_USERNAME: fillIn, DB_PASSWORD: fillIn },
  'clickhouse-prometheus-agent': {
    CLICKHOUSE_ORGANIZATION_ID: fillIn,
    CLICKHOUSE_SERVICE_ID: fillIn,
    CLICKHOUSE_KEY_ID: fillIn,
    CLICKHOUSE_KEY_SECRET: fillIn,
    NEW_RELIC_LICENSE_KEY: fillIn,
  },
  'newrelic-infra': { NRIA_LICENSE_KEY: fillIn },
});

/** Which keys of a secret its service is given as environment variables, in addition to those that people added. */
export const secretKeys = (name: SecretName, topics: TopicsConfig): readonly string[] =>
  name === 'kafka-ui' ? Object.values(generatedLogin) : Object.keys(placeholderDocuments(topics)[name]);
