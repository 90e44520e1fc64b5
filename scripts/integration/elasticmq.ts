// ElasticMQ: the semantics of SQS on this machine (delays, visibility, redrive, limits), from Maven, in the project's folder.
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { untilItAnswers } from './http-daemon.ts';
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import { daemon, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '1.7.1';
const jars: Jars = {
  name: `ElasticMQ ${version}`,
  folder: `.elasticmq/${version}`,
  pom: 'test/integration/elasticmq/pom.xml',
  properties: { 'elasticmq.version': version },
  mainJar: `elasticmq-server_2.13-${version}.jar`,
  megabytes: 40,
};
const logFile = fileURLToPath(new URL('../../elasticmq.log', import.meta.url));
const start = async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(logFile, 'w');
  const settings = {
    'rest-sqs.bind-hostname': '127.0.0.1',
    'rest-sqs.bind-port': port,
    'rest-sqs.sqs-limits': 'strict',
    'node-address.host': '127.0.0.1',
    'node-address.port': port,
    'rest-stats.enabled': false,
  };
  const options = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const server = daemon(
    'java',
    ['-Xmx256m', ...options, '-cp', classPathOf(jars), 'org.elasticmq.server.Main'],
    {},
    log,
  );
  closeSync(log);
  await untilItAnswers('ElasticMQ', `${url}/?Action=ListQueues`, server, logFile);
  return { variables: { SQS_ENDPOINT: url }, stop: server.stop };
};

export const elasticMq: IntegrationService = {
  name: 'elasticmq',
  missing: () => missingJars(jars),
  install: () => installJars(jars),
  start,
};
