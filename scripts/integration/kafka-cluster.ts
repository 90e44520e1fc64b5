// A cluster of real Kafka brokers on this machine, one Java process each, their data in a folder that goes with them.
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import { pause } from '#core/runtime/pause.ts';
import { lastLinesOf } from './http-daemon.ts';
import { classPath } from './kafka-jars.ts';
import { type NodePlace, propertiesOf } from './kafka-properties.ts';
import { type Daemon, daemon, exitCodeOf, freePorts } from './processes.ts';

type KafkaNode = {
  readonly id: number;
  readonly admin: string;
  readonly iam: string;
  readonly pid: () => number;
};

export type KafkaCluster = {
  readonly nodes: readonly KafkaNode[];
  /** Ends a node as a failing machine would. */
  readonly kill: (id: number) => Promise<void>;
  readonly restart: (id: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type ClusterOptions = {
  readonly version: string;
  readonly nodes: number;
  readonly properties?: Readonly<Record<string, string>>;
  /** Where the brokers write what they have to say; a number and `.log` are added. */
  readonly log: string;
};

const readyWithinMs = 90_000;
const clusterId = 'Y3VyZmV3LWludGVncmF0aQ';
const heap = ['-Xms128m', '-Xmx512m'];
const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../test/fixtures/tls/${name}`, import.meta.url)), 'utf8');

const placesIn = async (folder: string, count: number): Promise<NodePlace[]> => {
  const keyStore = join(folder, 'key-store.pem');
  writeFileSync(keyStore, fixture('fake-broker.key.pem') + fixture('fake-broker.cert.pem'));
  const [controller = 0, ...ports] = await freePorts(1 + 2 * count);
  return Array.from({ length: count }, (_, index) => {
    const data = join(folder, `data-${index + 1}`);
    mkdirSync(data);
    const [admin = 0, iam = 0] = ports.slice(2 * index);
    return { id: index + 1, admin, iam, controller, isController: index === 0, data, keyStore };
  });
};

const format = async (properties: string, version: string): Promise<void> => {
  const command = ['-cp', classPath(version), 'kafka.tools.StorageTool', 'format', '--ignore-formatted'];
  const code = await exitCodeOf('java', [...command, '--cluster-id', clusterId, '--config', properties], {
    stdio: 'ignore',
  });
  if (code !== 0)
    throw new Error(`Kafka ${version} could not format its folder (java … StorageTool ended with ${code})`);
};

const brokersUp = async (address: string): Promise<number> => {
  const admin = wireKafka({
    bootstrap: [address],
    security: { kind: 'plain' },
    deadline: AbortSignal.timeout(2_000),
    patience: { wait: pause, random: Math.random },
  });
  try {
    return (await admin.cluster()).brokers.length;
  } catch {
    return 0;
  } finally {
    await admin.close();
  }
};

/** Until every node knows of all the others. */
const untilReady = async (places: readonly NodePlace[], isDead: () => boolean): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < readyWithinMs && !isDead(); waitedMs += 200) {
    const up = await Promise.all(places.map(({ admin }) => brokersUp(`127.0.0.1:${admin}`)));
    if (up.every((count) => count >= places.length)) return true;
    await pause(200);
  }
  return false;
};

export const startKafka = async ({ version, nodes, properties = {}, log }: ClusterOptions): Promise<KafkaCluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-kafka-'));
  const places = await placesIn(folder, nodes);
  const running = new Map<number, Daemon>();
  const logOf = (id: number): string => `${log}-${id}.log`;

  const launch = (place: NodePlace): void => {
    const output = openSync(logOf(place.id), 'a');
    const file = join(folder, `node-${place.id}.properties`);
    running.set(place.id, daemon('java', [...heap, '-cp', classPath(version), 'kafka.Kafka', file], {}, output));
    closeSync(output);
  };
  const kill = async (id: number): Promise<void> => running.get(id)?.kill();
  const stop = async (): Promise<void> => {
    await Promise.all([...running.keys()].map(kill));
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = async (): Promise<void> => {
    if (await untilReady(places, () => [...running.values()].some(({ hasEnded }) => hasEnded()))) return;
    await stop();
    throw new Error(`Kafka ${version} does not answer; the end of ${logOf(1)}:\n${lastLinesOf(logOf(1), 20)}`);
  };

  for (const place of places)
    writeFileSync(join(folder, `node-${place.id}.properties`), propertiesOf(place, properties));
  await Promise.all(places.map(({ id }) => format(join(folder, `node-${id}.properties`), version)));
  for (const { id } of places) rmSync(logOf(id), { force: true });
  places.forEach(launch);
  await ready();

  return {
    nodes: places.map(({ id, admin, iam }) => ({
      id,
      admin: `127.0.0.1:${admin}`,
      iam: `127.0.0.1:${iam}`,
      pid: () => running.get(id)?.pid ?? -1,
    })),
    kill,
    restart: async (id) => {
      places.filter((place) => place.id === id).forEach(launch);
      await ready();
    },
    stop,
  };
};
