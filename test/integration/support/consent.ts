// Plans that are kept in a folder of each test, and topics under a prefix of each test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { KafkaAdmin, Topic } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { eventually, valueIn } from '#test/support/kafka/kafka-admin-contract.ts';
import { type Cleanup, cleanupOn, documentsIn } from './cleanup.ts';
import { adminOfCluster, freshPrefix, produce, removeAll } from './kafka.ts';

const all = freshPrefix();
export let admin: KafkaAdmin;
let folder: string;
export let tests = 0;
export let prefix: string;
export let state: string;

export const useFolderOfConsent = (): void => {
  beforeAll(() => {
    admin = adminOfCluster();
    folder = mkdtempSync(join(tmpdir(), 'curfew-consent-'));
  });
  beforeEach(() => {
    tests += 1;
    prefix = `${all}t${tests}.`;
    state = join(folder, String(tests));
  });
  afterAll(async () => {
    await removeAll(admin, all);
    await admin.close();
    rmSync(folder, { recursive: true });
  });
};

export const cleanup = (over: KafkaAdmin = admin): Cleanup => cleanupOn(over, documentsIn(state));

export const seen = (name: string, partitions: number): Promise<Topic> =>
  eventually(name, async () => {
    const found = (await admin.topics([name])).get(name);
    const isLed = found?.kind === 'known' && found.value.partitions.every(({ leader }) => leader !== undefined);
    return isLed && found.value.partitions.length === partitions ? found.value : undefined;
  });

export const create = async (name: string, configs: Record<string, string> = {}, records = 5): Promise<Topic> => {
  const spec = { name: `${prefix}${name}`, partitions: 2, replicationFactor: 1, configs };
  valueIn(await admin.createTopic(spec, { validateOnly: false }));
  const topic = await seen(spec.name, 2);
  if (records > 0) await produce(spec.name, 0, records);
  return topic;
};

export const idOf = async (name: string): Promise<string | undefined> => {
  const found = (await admin.topics([name])).get(name);
  return found?.kind === 'known' ? found.value.id : undefined;
};

export const recordsIn = async (name: string): Promise<number> => {
  const of = [{ topic: name, partition: 0 }];
  const [[start], [end]] = await Promise.all([admin.offsets(of, 'earliest'), admin.offsets(of, 'latest')]);
  return Number(valueIn(end?.answer) - valueIn(start?.answer));
};

export const topicIn = ({ topics }: CleanupReport, name: string) =>
  topics.find(({ topic }) => topic === `${prefix}${name}`);

type Method = 'deleteTopic' | 'createTopic' | 'deleteRecords';

/** Another team comes in between: before the first call of a method, once. */
export const interrupted = (method: Method, about: string, act: () => Promise<unknown>): KafkaAdmin => {
  let isDone = false;
  return new Proxy(admin, {
    get: (target, key) => {
      const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
      if (key !== method) return call.bind(target);
      return async (...args: unknown[]) => {
        if (
          !isDone &&
          JSON.stringify(args, (_, one) => (typeof one === 'bigint' ? String(one) : one)).includes(about)
        ) {
          isDone = true;
          await act();
        }
        return call.apply(target, args);
      };
    },
  });
};
