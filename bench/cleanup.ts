// A cleanup of 200 topics with 12 partitions each on a real broker: truncated and recreated by Curfew, against deleted and
// recreated with kafka-topics, in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CleanupDependencies } from '#cleanup/dependencies.ts';
import { executeRun } from '#cleanup/execute/execute.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { planRun } from '#cleanup/plan/make-plan.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import type { CleanupRules, Strategy } from '#core/cleanup-rules.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import { startKafka } from '../scripts/integration/kafka-cluster.ts';
import { kafkaVersion, missingForKafka } from '../scripts/integration/kafka-jars.ts';
import type { Family, Figure } from './figure.ts';
import { gzippedKilobytes } from './functions.ts';
import { recreateByTool, recreateOneByOne } from './kafka/recreate-by-tool.ts';
import { adminOf, createAll, fillAll, prefix, settledBytes, topicCount } from './kafka/topics-of-bench.ts';

const rulesOf = (strategy: Strategy): CleanupRules => ({
  prefixes: [{ prefix, strategy }],
  topics: [],
  deny: [],
  accept: [],
  caps: { topicsMax: 2 * topicCount },
  applyDefinitions: false,
});

const cleanUp = async (admin: KafkaAdmin, folder: string, strategy: Strategy): Promise<void> => {
  const rules = rulesOf(strategy);
  const deps: CleanupDependencies = {
    admin,
    store: cleanupStore(fileDocuments(folder, () => systemRuntime.newId('document'))),
    runtime: systemRuntime,
    pause,
    remainingMs: () => Number.POSITIVE_INFINITY,
    onProgress: () => {},
  };
  const { planHash } = await planRun({ rules, request: {}, requestedBy: 'bench' }, deps);
  if (planHash === undefined) throw new Error('the plan has no hash');
  const report = await executeRun({ planHash, rulesFor: () => rules, requestedBy: 'bench' }, deps);
  if (report.outcome !== 'done') throw new Error(`the cleanup ended ${report.outcome}: ${report.refusals.join('; ')}`);
};

type Measured = { readonly seconds: number; readonly filled: number; readonly left: number };

const measured = async (bootstrap: string, work: (admin: KafkaAdmin) => Promise<void>): Promise<Measured> => {
  const admin = adminOf(bootstrap);
  try {
    await fillAll(bootstrap);
    const filled = await settledBytes(admin);
    const elapsed = secondsSince();
    await work(admin);
    const seconds = elapsed();
    return { seconds, filled, left: await settledBytes(admin) };
  } finally {
    await admin.close();
  }
};

const against = 'deleted and recreated by kafka-topics';

/** A process of its own for each command takes so long that a sample has to do. */
const sampled = 8;

const recreateFigure = (ours: Measured, sampleSeconds: number): Figure => ({
  name: 'cleanup.recreate.speed',
  value: ((sampleSeconds / sampled) * topicCount) / ours.seconds,
  unit: '×',
  against: `kafka-topics one by one, ${sampled} of ${topicCount} topics: ${sampleSeconds.toFixed(1)} s`,
  limit: 5,
  atLeast: true,
});

const figuresOf = (ours: Measured, tool: Measured): Figure[] => [
  { name: 'cleanup.seconds', value: ours.seconds, unit: 's', peer: tool.seconds, against },
  { name: 'cleanup.bytesBefore', value: ours.filled / 1_000, unit: 'kB', peer: tool.filled / 1_000, against },
  { name: 'cleanup.bytesLeft', value: ours.left / 1_000, unit: 'kB', peer: tool.left / 1_000, against },
];

const compare = async (): Promise<Figure[]> => {
  const log = fileURLToPath(new URL('../kafka-bench', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'curfew-bench-'));
  const cluster = await startKafka({ version: kafkaVersion(), nodes: 1, log });
  try {
    const bootstrap = cluster.nodes[0]?.admin ?? '';
    const admin = adminOf(bootstrap);
    await createAll(admin);
    await admin.close();
    const ours = await measured(bootstrap, (connected) => cleanUp(connected, folder, 'truncate'));
    const recreated = await measured(bootstrap, (connected) => cleanUp(connected, folder, 'recreate'));
    const elapsed = secondsSince();
    await recreateOneByOne(bootstrap, sampled);
    const sampleSeconds = elapsed();
    const tool = await measured(bootstrap, (connected) => recreateByTool(bootstrap, connected));
    return [
      ...figuresOf(ours, tool),
      { name: 'cleanup.recreate.seconds', value: recreated.seconds, unit: 's', peer: tool.seconds, against },
      recreateFigure(recreated, sampleSeconds),
    ];
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const brokerFigures = [
  'cleanup.seconds',
  'cleanup.bytesBefore',
  'cleanup.bytesLeft',
  'cleanup.recreate.seconds',
  'cleanup.recreate.speed',
];

export const cleanup: Family = {
  namePrefixes: ['cleanup'],
  async *measure(isWanted) {
    yield { name: 'cleanup.bundle', value: gzippedKilobytes('cleanup'), unit: 'kB gz', limit: 400 };
    if (!brokerFigures.some(isWanted)) return;
    const missing = await missingForKafka(kafkaVersion());
    if (missing.length === 0) yield* await compare();
    else
      yield {
        skipped: 'cleanup.seconds',
        why: missing.map(({ what, remedy }) => `${what} is missing\n  get it: ${remedy}`).join('\n'),
      };
  },
};
