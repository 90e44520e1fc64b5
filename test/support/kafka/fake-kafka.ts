// A Kafka cluster in this process: real sockets, Kafka's protocol, and whatever goes wrong when a test wants it to.
//   const kafka = await fakeKafka({ brokers: 3 });
//   kafka.world.createTopic({ name: 'team.orders', partitions: 2 });
//   kafka.inject({ request: 'DeleteRecords', does: 'lose-reply' });
import { type FakeBroker, fakeBroker } from './fake-broker.ts';
import { type Fault, fakeFaults } from './fake-faults.ts';
import type { Authentication } from './fake-session.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';
import type { ApiName } from './messages.ts';
import { type Profile, profiles } from './profiles.ts';

export type FakeKafkaOptions = {
  /** 1 if absent. */
  readonly brokers?: number;
  /** `kafka-4.1` if absent. */
  readonly profile?: Profile;
  readonly tls?: boolean;
  /** OAUTHBEARER; needs `tls`. */
  readonly authentication?: Authentication;
  readonly now?: () => number;
};

type Request = { readonly name: ApiName; readonly node: number; readonly version: number };

export type FakeKafka = {
  readonly bootstrap: readonly string[];
  readonly world: FakeWorld;
  readonly inject: (fault: Fault) => void;
  /** How many are open now, on all brokers. */
  readonly connections: () => number;
  /** Every request so far, in order. */
  readonly requests: readonly Request[];
  /** Called before each request is served: the moment to change the world behind a client's back. */
  onRequest: (request: Request) => void;
  /** A broker dies; its partitions are led by another replica, or by nobody. */
  readonly stopBroker: (node: number) => Promise<void>;
  readonly startBroker: (node: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const electLeaders = (world: FakeWorld): void => {
  for (const { partitions } of world.topics.values())
    for (const partition of partitions) {
      partition.inSync = partition.replicas.filter((node) => world.live.has(node));
      if (!world.live.has(partition.leader)) partition.leader = partition.inSync[0] ?? -1;
    }
  if (!world.live.has(world.controller)) world.controller = [...world.live][0] ?? -1;
};

export const fakeKafka = async (options: FakeKafkaOptions = {}): Promise<FakeKafka> => {
  const nodes = Array.from({ length: options.brokers ?? 1 }, (_, index) => index + 1);
  const world = fakeWorld(nodes);
  const faults = fakeFaults();
  const requests: Request[] = [];
  const brokers = new Map<number, FakeBroker>();
  const broker = (node: number): FakeBroker => {
    const found = brokers.get(node);
    if (!found) throw new Error(`the fake cluster has no broker ${node}`);
    return found;
  };
  for (const node of nodes)
    brokers.set(
      node,
      fakeBroker({
        place: { world, node, port: (of) => broker(of).port() },
        ranges: profiles[options.profile ?? 'kafka-4.1'],
        faults,
        tls: options.tls ?? false,
        authentication: options.authentication,
        now: options.now ?? Date.now,
        onRequest: (name, at, version) => {
          const request = { name, node: at, version };
          requests.push(request);
          kafka.onRequest(request);
        },
      }),
    );
  await Promise.all([...brokers.values()].map(({ start }) => start()));

  const kafka: FakeKafka = {
    bootstrap: nodes.map((node) => `127.0.0.1:${broker(node).port()}`),
    world,
    inject: faults.inject,
    requests,
    connections: () => [...brokers.values()].reduce((sum, one) => sum + one.connections(), 0),
    onRequest: () => {},
    stopBroker: async (node) => {
      world.live.delete(node);
      electLeaders(world);
      await broker(node).stop();
    },
    startBroker: async (node) => {
      await broker(node).start();
      world.live.add(node);
      electLeaders(world);
    },
    close: async () => {
      await Promise.all([...brokers.values()].map(({ stop }) => stop()));
    },
  };
  return kafka;
};
