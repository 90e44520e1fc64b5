// Nights of one tool on moto, with what went over the wire and what was wrong afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import type { Action } from '#core/action.ts';
import { awsClients } from '#core/aws/clients.ts';
import { applyText } from '#test/integration/support/apply.ts';
import { emptyMoto } from '#test/integration/support/moto.ts';
import { createTable } from '#test/integration/support/table.ts';
import { keepSchedulingTasks } from '#test/integration/support/task-scheduler.ts';
import { unpackRelease } from '../../scripts/release.ts';
import { peerFile } from '../peer-night.ts';
import { cluster, createEnvironment, lookAt, type Seen } from './environment.ts';
import { afterStart, afterStop, type Verdict } from './judge.ts';
import type { Meter, MeteredCall } from './meter.ts';
import type { Tool, Used, Where } from './tool.ts';

export type Run = Used & { readonly calls: number; readonly own: number; readonly verdict: Verdict };

const tableName = 'curfew-state-peers';

/** Where a tool keeps what it knows: a table, parameters, tags. */
const isOwn = ({ service, operation }: MeteredCall): boolean =>
  ['dynamodb', 'ssm', 's3'].includes(service) || /^(Un)?TagResource$|^(Add|Remove)Tags/.test(operation);

type Stage = {
  readonly before: Seen;
  readonly run: (tool: Tool, action: Action, takeOver?: boolean) => Promise<Run>;
};

/** A new environment of so many resources; `play` runs tools on it. */
export const onEnvironment = async <T>(meter: Meter, count: number, play: (stage: Stage) => Promise<T>): Promise<T> => {
  await emptyMoto();
  const clients = awsClients();
  const folder = mkdtempSync(join(tmpdir(), 'curfew-peers-'));
  await createTable(clients.dynamodb, tableName);
  await applyText(clients.dynamodb, tableName, 'peers', JSON.stringify(peerFile(count)));
  const { TopicArn: topicArn = '' } = await clients.sns.send(
    new CreateTopicCommand({ Name: 'curfew-operators-peers' }),
  );
  await createEnvironment(clients, count);
  const endScheduling = keepSchedulingTasks(clients.ecs, cluster);
  const before = await lookAt(clients, count);
  const functions = join(folder, 'functions');
  await unpackRelease(functions);
  const where: Where = { url: meter.url, folder, functions, count, tableName, topicArn, killBy: meter.killBy };
  const run: Stage['run'] = async (tool, action, takeOver) => {
    meter.take();
    const used = await tool.run(action, where, takeOver);
    const calls = meter.take();
    const after = await lookAt(clients, count);
    const verdict = (action === 'stop' ? afterStop : afterStart)(count, before, after, calls);
    return { ...used, calls: calls.length, own: calls.filter(isOwn).length, verdict };
  };
  try {
    return await play({ before, run });
  } finally {
    meter.interfere(undefined);
    await endScheduling();
    rmSync(folder, { recursive: true, force: true });
  }
};
