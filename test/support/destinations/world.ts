// The flow of `alarm-notify` behind a queue with the semantics of SQS, before real HTTP servers that behave like the services.
// Time is virtual. An invocation may die at any of its calls: whatever it was about to do is never done.
import { deliveryLimits } from '#core/delivery-limits.ts';
import type { Expectation } from '#core/expectation.ts';
import type { Notifications } from '#definition/definition.ts';
import { definitionsAsGiven } from '#definition/versions/in-use.ts';
import { alarmNotify } from '#functions/alarm-notify/flow.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import { destinations } from '#notify/destinations/registry.ts';
import { memoryStateStore } from '../memory-state-store.ts';
import { definitionFor } from '../notify-bench.ts';
import { destinationServer } from './server.ts';
import { jira, pagerDuty, slackApi, teams, webhook, webhookKey } from './services.ts';

type Message = {
  readonly id: string;
  readonly body: string;
  readonly sender: string;
  readonly sentMs: number;
  visibleMs: number;
  receives: number;
};

export const hosts = {
  pagerduty: 'events.pagerduty.com',
  teams: 'prod-01.westeurope.logic.azure.com',
  jira: 'example.atlassian.net',
  webhook: 'hooks.example.com',
  slack: 'slack.com',
} as const;

export const secrets: Readonly<Record<string, string>> = {
  pagerduty: 'R0123456789abcdef0123456789abcde',
  teams: `https://${hosts.teams}:443/workflows/abc/triggers/manual/paths/invoke?sig=s3cr3t-of-teams`,
  jira: JSON.stringify({ email: 'ana@example.com', token: 'a-token-of-jira' }),
  webhook: JSON.stringify({ url: `https://${hosts.webhook}/in?token=s3cr3t-of-webhook`, key: webhookKey }),
  bot: 'xoxb-0123456789-abcdef',
};

export const everyDestination: Omit<Notifications, 'to' | 'routes' | 'runbooks'> = {
  slack: { channel: '#prod', botTokenSecret: 'bot' },
  pagerduty: { secret: 'pagerduty' },
  teams: { secret: 'teams' },
  jira: { site: hosts.jira, project: 'OPS', secret: 'jira' },
  webhook: { secret: 'webhook' },
  email: { topic: 'mail' },
};

export const start = Date.parse('2026-11-20T23:20:00Z');
const { visibilitySeconds, functionSeconds, receivesMax, batchSize } = deliveryLimits;
const never = new Promise<never>(() => {});

type Options = { readonly expectations?: readonly Expectation[] };

/** As whom SQS knows the function. */
const ownSender = 'AROANOTIFY';

export const destinationWorld = async (notifications: Partial<Notifications>, options: Options = {}) => {
  let now = start;
  let callsLeft = Number.POSITIVE_INFINITY;
  let dies: () => void = () => {};
  let hasDied = false;
  let storeIsDown = false;
  let lastId = 0;
  const messages: Message[] = [];
  const deadLetters: string[] = [];
  const mails: string[] = [];
  const log: unknown[] = [];
  const services = { pagerduty: pagerDuty(), teams: teams(), jira: jira(), webhook: webhook(), slack: slackApi() };
  const server = await destinationServer(
    () => now,
    Object.fromEntries(
      Object.entries(hosts).map(([name, host]) => [host, services[name as keyof typeof hosts].service]),
    ),
  );

  /** A call to the world; the process may die before it or after it. */
  const call = async <T>(what: () => Promise<T>): Promise<T> => {
    const die = (): Promise<never> => {
      hasDied = true;
      dies();
      return never;
    };
    if (hasDied) return never;
    if (callsLeft-- === 0) return die();
    const done = await what();
    if (callsLeft-- === 0) return die();
    return hasDied ? never : done;
  };

  const send = (body: string, delaySeconds = 0, sender = 'AIDASNS'): void => {
    const visibleMs = now + delaySeconds * 1_000;
    messages.push({ id: `sqs-${++lastId}`, body, sender, sentMs: now, visibleMs, receives: 0 });
  };
  const memory = memoryNotificationStore();
  const store = Object.fromEntries(
    Object.entries(memory).map(([name, method]) => [
      name,
      (...values: never[]) =>
        storeIsDown
          ? Promise.reject(new Error('socket hang up'))
          : call(() => (method as (...given: never[]) => Promise<unknown>)(...values)),
    ]),
  ) as unknown as NotificationStore;
  const definition = {
    ...definitionFor('prod'),
    notifications: { routes: [], runbooks: [], ...notifications },
  };
  const mail = async (topic: string, subject: string): Promise<void> =>
    call(async () => void mails.push(`${topic}: ${subject}`));

  const madeAnew = () =>
    destinations({
      mail,
      slack: {},
      http: (request) =>
        call(async () => {
          try {
            return await server.http(request);
          } catch (error) {
            if (error instanceof Error && error.name === 'TimeoutError') now += 8_000;
            throw error;
          }
        }),
    });
  /** As in Lambda: made once for a process, and anew after it died. */
  let destination = madeAnew();

  const invocation = () =>
    alarmNotify({
      current: definitionsAsGiven(() => definition),
      knownEnvironments: () => ['prod'],
      environment: 'prod',
      ownSender,
      state: { ...memoryStateStore(), expectations: async () => [...(options.expectations ?? [])] },
      notifications: store,
      queue: {
        later: (reminder, delaySeconds) => call(async () => send(JSON.stringify(reminder), delaySeconds, ownSender)),
        deadLetter: (body) => call(async () => void deadLetters.push(body)),
      },
      alarmsNow: async (names) => new Set(names),
      alarmStandings: async () => new Map(),
      mail,
      secret: (name) => call(async () => secrets[name] ?? ''),
      destination,
      pause: async (ms) => {
        now += ms;
      },
      nowMs: () => now,
      log: { info: (...line) => log.push(line), warn: (...line) => log.push(line) },
    });

  /** Hands over what is visible; false if nothing is. */
  const poll = async (): Promise<boolean> => {
    for (const gone of messages.filter(({ receives }) => receives >= receivesMax))
      deadLetters.push(...messages.splice(messages.indexOf(gone), 1).map(({ body }) => body));
    const batch = messages.filter(({ visibleMs }) => visibleMs <= now).slice(0, batchSize);
    if (batch.length === 0) return false;
    for (const message of batch) {
      message.receives++;
      message.visibleMs = now + visibilitySeconds * 1_000;
    }
    const Records = batch.map(({ id, body, sender, receives, sentMs }) => ({
      messageId: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentMs), SenderId: sender },
    }));
    const endMs = now + functionSeconds * 1_000;
    const died = new Promise<'died'>((resolve) => {
      dies = () => resolve('died');
    });
    hasDied = false;
    const answered = await Promise.race([
      invocation()({ Records }, { requestId: 'request', remainingMs: () => endMs - now }),
      died,
    ]);
    if (answered === 'died') {
      destination = madeAnew();
      return true;
    }
    const failed = new Set(answered.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of batch.filter((one) => !failed.has(one.id)))
      messages.splice(
        messages.findIndex((one) => one.id === id),
        1,
      );
    return true;
  };

  return {
    ...{ services, server, deadLetters, mails, log, send },
    nowMs: () => now,
    waiting: () => messages.length,
    /** The process dies at this call from now on, counted before and after each. */
    dieAt(nth: number): void {
      callsLeft = nth;
    },
    hasReachedItsEnd: () => callsLeft < 0,
    store: (state: 'up' | 'down'): void => {
      storeIsDown = state === 'down';
    },
    async runUntil(untilMs: number): Promise<void> {
      while (now < untilMs) {
        if (await poll()) continue;
        now = Math.max(now, Math.min(untilMs, ...messages.map(({ visibleMs }) => visibleMs)));
      }
    },
    async runFor(minutes: number): Promise<void> {
      await this.runUntil(now + minutes * 60_000);
    },
  };
};

export type DestinationWorld = Awaited<ReturnType<typeof destinationWorld>>;
