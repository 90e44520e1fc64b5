// Deleting and recreating topics as people do it by hand: with the broker's own kafka-topics.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { pause } from '#core/runtime/pause.ts';
import { classPath, kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { partitions, prefix, topicNames } from './topics-of-bench.ts';

const source = fileURLToPath(new URL('./Topics.java', import.meta.url));

const java = async (main: readonly string[], input: readonly string[]): Promise<void> => {
  const tool = spawn('java', ['-Xmx256m', '-cp', classPath(kafkaVersion()), ...main], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  tool.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  tool.stdin.end(input.join('\n'));
  const [code] = await once(tool, 'exit');
  if (code !== 0)
    throw new Error(`kafka-topics ended with ${code}: ${Buffer.concat(complaints).toString().slice(0, 500)}`);
};

/** All of it in one process. */
const kafkaTopics = (lines: readonly string[]): Promise<void> => java([source], lines);

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

/** As in a loop of a shell: two processes per topic, each waited for. */
export const recreateOneByOne = async (bootstrap: string, count: number): Promise<void> => {
  const at = `--bootstrap-server ${bootstrap}`;
  const tool = (line: string) => java(['org.apache.kafka.tools.TopicCommand', ...line.split(' ')], []);
  for (const name of topicNames.slice(0, count)) {
    await tool(`${at} --delete --topic ${name}`);
    await tool(`${at} --create --topic ${name} --partitions ${partitions} --replication-factor 1`);
  }
};
