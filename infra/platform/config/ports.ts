// The ports that the parts of an environment talk on.
export const ports = {
  http: 80,
  https: 443,
  /** Of events ingestion and Kafka UI. */
  application: 8080,
  dashboardBackend: 3000,
  scoring: 8083,
  camunda: 8080,
  valkey: 6379,
  postgres: 5432,
  /** IAM over TLS, from inside the VPC and by the public endpoint. */
  kafka: 9098,
  kafkaPublic: 9198,
} as const;
