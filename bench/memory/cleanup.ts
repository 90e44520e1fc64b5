// A cleanup of 200 topics on a real broker, planned and executed by the built function: over TLS with tokens, as MSK wants it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { startKafka } from '../../scripts/integration/kafka-cluster.ts';
import { kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { adminOf, createAll, fillAll, prefix, topicCount } from '../kafka/topics-of-bench.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { type FunctionProcess, functionProcess } from './function-process.ts';

const root = new URL('../../', import.meta.url);
const authority = (): string => readFileSync(new URL('test/fixtures/tls/fake-broker.cert.pem', root), 'utf8');
const principal = 'bench';

/** The broker of the benchmark believes every token. */
const token = (): string => {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  const now = Math.floor(systemRuntime.now().getTime() / 1_000);
  return `${part({ alg: 'none' })}.${part({ sub: principal, iat: now - 5, exp: now + 900 })}.`;
};

const definitionAt = (bootstrap: string) => ({
  region: 'us-east-1',
  environment: 'bench',
  cleanup: {
    cluster: 'bench',
    bootstrap: [bootstrap],
    prefixes: [{ prefix, strategy: 'truncate' }],
    topics: [],
    deny: [],
    accept: [],
    caps: { topicsMax: 2 * topicCount },
  },
});

const planAndExecute = async (cleanup: FunctionProcess): Promise<void> => {
  const request = { environment: 'bench', requestedBy: 'bench' };
  const { planHash } = (await cleanup.invoke({ ...request, mode: 'plan' })) as CleanupReport;
  const report = (await cleanup.invoke({ ...request, mode: 'execute', planHash })) as CleanupReport;
  if (report.outcome !== 'done') throw new Error(`the cleanup ended ${report.outcome}: ${report.refusals.join('; ')}`);
};

export const playCleanup = async (module: string): Promise<FunctionProcess> => {
  const log = fileURLToPath(new URL('kafka-bench', root));
  const properties = { 'super.users': `User:ANONYMOUS;User:${principal}` };
  const cluster = await startKafka({ version: kafkaVersion(), nodes: 1, properties, log });
  const aws = await awsEndpoint();
  try {
    const { admin: bootstrap = '', iam = '' } = cluster.nodes[0] ?? {};
    const admin = adminOf(bootstrap);
    await createAll(admin);
    await admin.close();
    await fillAll(bootstrap);
    using cleanup = await functionProcess({
      ...{ name: 'cleanup', module, definition: definitionAt(iam) },
      nowMs: () => systemRuntime.now().getTime(),
      answer: async () => token(),
      variables: {
        ...{ TABLE_NAME: 'curfew-state', OPERATOR_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:curfew-operators' },
        ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_ENDPOINT_URL: aws.url },
        KAFKA_AUTHORITY: authority(),
      },
    });
    await planAndExecute(cleanup);
    return cleanup;
  } finally {
    aws.close();
    await cluster.stop();
  }
};
