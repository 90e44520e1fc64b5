// The brokers of one cluster: which there are, one link to each, and what to do when one does not answer.
import { InputError, OperationError } from '#core/errors.ts';
import type { Security } from '#core/kafka/security.ts';
import { type Codec, type MetadataReply, metadata } from './codecs.ts';
import { isDeadline, withinDeadline } from './deadline.ts';
import { wireLimits } from './limits.ts';
import { type Address, type Link, openLink } from './link.ts';
import { backoffMs, type Patience } from './patience.ts';

export type WireOptions = {
  /** `host:port` of some brokers; the others are found through them. */
  readonly bootstrap: readonly string[];
  readonly security: Security;
  /** Once aborted, every connection is closed and every method rejects. */
  readonly deadline: AbortSignal;
  readonly patience: Patience;
  /** For tests; otherwise `wireLimits.requestMs`. */
  readonly requestMs?: number;
};

export type Brokers = {
  /** Asks one broker after the other, round after round, until one answers. */
  askAny<Args extends readonly unknown[], Reply>(codecs: readonly Codec<Args, Reply>[], ...args: Args): Promise<Reply>;
  versions: Link['versions'];
  /** The cluster as some broker knows it now, with the named topics (none: no topic; null: all). */
  metadata(topics: readonly string[] | null): Promise<MetadataReply>;
  /** Throws `BROKER_NOT_AVAILABLE` if the cluster does not know that broker now. */
  link(node: number, from: MetadataReply): Link;
  /** Waits before another attempt; `atLeastMs` is what the broker asked for. */
  backOff(attempt: number, atLeastMs?: number): Promise<void>;
  close(): void;
};

/** Throws `InputError`. */
export const parseAddress = (text: string): Address => {
  const [, host, port] = /^\[?([^[\]]+?)\]?:(\d{1,5})$/.exec(text.trim()) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new InputError(`"${text}" is not a Kafka broker address; use host:port, for example b-1.example.com:9098`);
  return { host, port: Number(port) };
};

/** Throws `InputError` if there is no address. */
const parseBootstrap = (bootstrap: readonly string[]): Address[] => {
  if (bootstrap.length === 0) throw new InputError('no Kafka broker given; give at least one as host:port');
  return bootstrap.map(parseAddress);
};

const isWorthAnotherBroker = (error: unknown): boolean =>
  error instanceof OperationError && error.retryable && !isDeadline(error);

export const openBrokers = (options: WireOptions): Brokers => {
  const links = new Map<string, Link>();
  const linkTo = (address: Address): Link => {
    const key = `${address.host}:${address.port}`;
    const link = links.get(key) ?? openLink(address, options);
    links.set(key, link);
    return link;
  };
  for (const address of parseBootstrap(options.bootstrap)) linkTo(address);

  const close = (): void => {
    for (const link of links.values()) link.close();
  };
  options.deadline.addEventListener('abort', close, { once: true });

  const backOff = (attempt: number, atLeastMs = 0): Promise<void> => {
    const ms = Math.max(atLeastMs, backoffMs(attempt, options.patience.random('kafka back-off')));
    return withinDeadline(options.deadline, options.patience.wait(ms));
  };

  // The broker that answered last is asked first: a dead broker costs its time only once, and what one broker knows only grows.
  let preferred: Link | undefined;
  const inOrder = (): Link[] => [...links.values()].sort((a, b) => Number(b === preferred) - Number(a === preferred));

  const firstAnswer = async <T>(question: (link: Link) => Promise<T>): Promise<T> => {
    let last: unknown;
    for (let attempt = 1; attempt <= wireLimits.attemptsMax; attempt += 1) {
      if (attempt > 1) await backOff(attempt - 1);
      for (const link of inOrder()) {
        try {
          const answer = await question(link);
          preferred = link;
          return answer;
        } catch (error) {
          if (!isWorthAnotherBroker(error)) throw error;
          last = error;
        }
      }
    }
    throw last;
  };

  const askAny: Brokers['askAny'] = (codecs, ...args) => firstAnswer((link) => link.ask(codecs, ...args));

  const link: Brokers['link'] = (node, { brokers }) => {
    const broker = brokers.find(({ nodeId }) => nodeId === node);
    if (!broker)
      throw new OperationError('UNAVAILABLE', `Kafka's broker ${node} is down`, { awsCode: 'BROKER_NOT_AVAILABLE' });
    return linkTo({ host: broker.host, port: broker.port });
  };

  // Questions about the same topics that are asked at once, such as where they begin and end, share one look at who leads them.
  const looks = new Map<string, Promise<MetadataReply>>();
  const shared = (key: string, look: () => Promise<MetadataReply>): Promise<MetadataReply> => {
    const standing = looks.get(key);
    if (standing) return standing;
    const begun = look().finally(() => looks.delete(key));
    looks.set(key, begun);
    return begun;
  };

  return {
    askAny,
    versions: () => firstAnswer((one) => one.versions()),
    // Never `true` for the second argument: a look at a topic could create it (facts/kafka.md 2.4).
    metadata: (topics) =>
      shared(JSON.stringify(topics), () =>
        askAny(metadata, topics === null ? null : topics.map((name) => ({ name })), false, false),
      ),
    link,
    backOff,
    close,
  };
};
