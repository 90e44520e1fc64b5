/** The smallest definition with something of everything. Its line numbers are part of what is expected below. */
export const validYaml = `environment: qa
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  toleranceMinutes: 60
  start: { days: [mon, tue], at: "08:00" }
  stop: { days: every day, at: "20:00" }
notifications:
  slack:
    channel: "#qa"
    webhookSecret: qa/slack-webhook
resources:
  db:
    kind: rds-instance
    instance: qa-db
  cache: { kind: elasticache-replication-group, replicationGroup: qa-cache }
  kafka: { kind: msk-cluster, cluster: qa-msk }
  camunda:
    kind: ecs-service
    cluster: qa
    service: qa-camunda
    dependsOn: [db]
  scoring:
    kind: ecs-service
    cluster: qa
    service: qa-scoring
    fallbackDesired: 2
    dependsOn: [camunda, kafka]
    deadlineMinutes: { start: 45 }
  sink: { kind: msk-connector, connector: qa-sink, dependsOn: [kafka], optional: true }
`;

/** Why it is wrong, what is replaced by what in the text above, and every line of the message. */
export type WrongFile = readonly [why: string, from: string, to: string, ...complaints: string[]];
