// Deleting and recreating topics as people do it by hand: with the broker's own kafka-topics.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { pause } from '#core/runtime/pause.ts';
import { classPath, kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { partitions, prefix, topicNames } from './topics-of-bench.ts';

const source = fileURLToPath(new URL('./Topics.java', import.meta.url));

const kafkaTopics = async (lines: readonly string[]): Promise<void> => {
  const tool = spawn('java', ['-Xmx256m', '-cp', classPath(kafkaVersion()), source], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  tool.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  tool.stdin.end(lines.join('\n'));
  const [code] = await once(tool, 'exit');
  if (code !== 0)
    throw new Error(`kafka-topics ended with ${code}: ${Buffer.concat(complaints).toString().slice(0, 500)}`);
};

const untilGone = async (admin: KafkaAdmin): Promise<void> => {
  for (;;) {
    const left = [...(await admin.topics()).keys()].filter((name) => name.startsWith(prefix));
    if (left.length === 0) return;
    await pause(200);
  }
};

export const recreateByTool = async (bootstrap: string, admin: KafkaAdmin): Promise<void> => {
  const at = `--bootstrap-server ${bootstrap}`;
  await kafkaTopics([`${at} --delete --topic ${prefix.replaceAll('.', '\\.')}.*`]);
  await untilGone(admin);
  await kafkaTopics(
    topicNames.map((name) => `${at} --create --topic ${name} --partitions ${partitions} --replication-factor 1`),
  );
};
