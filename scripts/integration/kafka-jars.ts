// Apache Kafka as Maven delivers it: one folder of jars per version.
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import type { Missing } from './service.ts';

const defaultVersion = '4.1.1';
export const kafkaVersion = (): string => process.env.KAFKA_VERSION || defaultVersion;

const jarsOf = (version: string): Jars => ({
  name: `Apache Kafka ${version}`,
  folder: `.kafka/${version}`,
  pom: 'test/integration/kafka/pom.xml',
  properties: { 'kafka.version': version },
  mainJar: `kafka-storage-${version}-test.jar`,
  megabytes: 50,
});

export const classPath = (version: string): string => classPathOf(jarsOf(version));
export const missingForKafka = (version: string): Promise<Missing[]> => missingJars(jarsOf(version));
export const installKafka = (version: string): Promise<void> => installJars(jarsOf(version));
