// Apache Kafka for the integration tests: two brokers of our own, or the cluster that KAFKA_BOOTSTRAP names.
import { fileURLToPath } from 'node:url';
import { startKafka } from './kafka-cluster.ts';
import { installKafka, kafkaVersion, missingForKafka } from './kafka-jars.ts';
import type { IntegrationService, Running } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isGiven = (): boolean => Boolean(process.env.KAFKA_BOOTSTRAP);

const start = async (): Promise<Running> => {
  if (isGiven()) return { variables: {}, stop: async () => {} };
  const { nodes, stop } = await startKafka({ version: kafkaVersion(), nodes: 2, log: `${root}kafka` });
  return {
    variables: {
      KAFKA_BOOTSTRAP: nodes.map(({ admin }) => admin).join(','),
      KAFKA_TOKEN_BOOTSTRAP: nodes.map(({ iam }) => iam).join(','),
      KAFKA_OWN: 'true',
    },
    stop,
  };
};

export const kafka: IntegrationService = {
  name: 'kafka',
  missing: async () => (isGiven() ? [] : missingForKafka(kafkaVersion())),
  install: () => installKafka(kafkaVersion()),
  start,
};
