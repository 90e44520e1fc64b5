// One broker of a fake cluster, listening on a real socket.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import {
  createPartitions,
  createTopics,
  deleteRecords,
  deleteTopics,
  incrementalAlterConfigs,
} from './fake-changes.ts';
import type { fakeFaults } from './fake-faults.ts';
import { type Frame, framesIn, parseRequest, requestBytesMax, writeReply } from './fake-frames.ts';
import {
  describeConfigs,
  describeLogDirs,
  listGroups,
  listOffsets,
  metadata,
  offsetFetch,
  type Place,
} from './fake-reads.ts';
import { type Authentication, type FakeSession, fakeSession } from './fake-session.ts';
import { type ApiName, apis, type ReplyOf, type RequestOf } from './messages.ts';
import type { Ranges } from './profiles.ts';

type BrokerOptions = {
  readonly place: Place;
  readonly ranges: Ranges;
  readonly faults: ReturnType<typeof fakeFaults>;
  readonly tls: boolean;
  readonly authentication: Authentication | undefined;
  readonly now: () => number;
  /** Called before a request is served. */
  readonly onRequest: (request: ApiName, node: number, version: number) => void;
};

type Handlers = { readonly [Name in ApiName]: (request: RequestOf<Name>) => ReplyOf<Name> };

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
/** What signs the brokers' certificate: itself. */
export const fakeAuthority = (): string => fixture('fake-broker.cert.pem');

const handlersFor = ({ place, ranges }: BrokerOptions, session: FakeSession): Handlers => ({
  ApiVersions: () => ({
    errorCode: 0,
    apiKeys: (Object.keys(ranges) as ApiName[]).map((name) => {
      const [min = 0, max = 0] = ranges[name] ?? [];
      return { apiKey: apis[name].key, min, max };
    }),
    throttleMs: 0,
  }),
  SaslHandshake: session.handshake,
  SaslAuthenticate: session.authenticate,
  Metadata: (request) => metadata(place, request),
  ListOffsets: (request) => listOffsets(place, request),
  DeleteRecords: (request) => deleteRecords(place, request),
  DescribeLogDirs: (request) => describeLogDirs(place, request),
  DescribeConfigs: (request) => describeConfigs(place, request),
  ListGroups: () => listGroups(place),
  OffsetFetch: (request) => offsetFetch(place, request),
  CreateTopics: (request) => createTopics(place, request),
  DeleteTopics: (request) => deleteTopics(place, request),
  CreatePartitions: (request) => createPartitions(place, request),
  IncrementalAlterConfigs: (request) => incrementalAlterConfigs(place, request),
});

const isOffered = (ranges: Ranges, { name, version }: Frame): boolean => {
  const [min, max] = ranges[name] ?? [1, 0];
  return version >= min && version <= max;
};

/** Answers one request; undefined ends the connection, null leaves it open and silent. */
const serve = (
  options: BrokerOptions,
  handlers: Handlers,
  session: FakeSession,
  frame: Frame,
): Buffer | undefined | null => {
  options.onRequest(frame.name, options.place.node, frame.version);
  const fault = options.faults.meet(frame.name, options.place.node);
  if (!isOffered(options.ranges, frame) || !session.allows(frame.name) || fault === 'disconnect') return undefined;
  if (fault === 'hang') return null;
  const handle = handlers[frame.name] as (request: unknown) => unknown;
  const reply = writeReply(frame, handle(frame.body));
  if (fault === 'garbage') return Buffer.concat([reply.subarray(0, 8), Buffer.alloc(reply.length - 8, 0x7f)]);
  return fault === 'lose-reply' ? undefined : reply;
};

const attend = (options: BrokerOptions, socket: Socket): void => {
  const session = fakeSession(options.authentication, options.now);
  const handlers = handlersFor(options, session);
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const { whole, rest } = framesIn(Buffer.concat([waiting, chunk]));
    waiting = rest;
    if (rest.length >= 4 && rest.readUInt32BE() > requestBytesMax) return void socket.destroy();
    for (const bytes of whole) {
      const reply = serve(options, handlers, session, parseRequest(bytes));
      if (reply === undefined) return void socket.destroy();
      if (reply) socket.write(reply);
    }
  });
};

export type FakeBroker = {
  readonly connections: () => number;
  readonly port: () => number;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

export const fakeBroker = (options: BrokerOptions): FakeBroker => {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    attend(options, socket);
  };
  const open = (): Server =>
    options.tls
      ? createTlsServer({ key: fixture('fake-broker.key.pem'), cert: fixture('fake-broker.cert.pem') }, accept)
      : createServer(accept);
  let server: Server | undefined;
  let port = 0;

  const start = async (): Promise<void> => {
    server = open().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  };
  const stop = async (): Promise<void> => {
    const stopped = server && once(server, 'close');
    server?.close();
    for (const socket of sockets) socket.destroy();
    await stopped;
    server = undefined;
  };
  return { port: () => port, connections: () => sockets.size, start, stop };
};
