// The command as a terminal of some width shows it, within this process; and definitions of some size with long names.
import { WriteStream } from 'node:tty';
import { curfewStyled } from './in-process.ts';
import type { Ran } from './run-curfew.ts';

const replaced = (object: object, name: string, value: unknown): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true });
  return () => {
    if (before) Object.defineProperty(object, name, before);
    else Reflect.deleteProperty(object, name);
  };
};

/** `width`: of a terminal that cannot move its cursor; without one it is a pipe. */
export const curfewAt = async (
  args: readonly string[],
  width?: number,
  colours: 'NO_COLOR' | 'FORCE_COLOR' = 'NO_COLOR',
): Promise<Ran> => {
  const streams = width === undefined ? [] : [process.stdout, process.stderr];
  const putBack = streams.flatMap((stream) => [
    replaced(stream, 'isTTY', true),
    replaced(stream, 'columns', width),
    replaced(stream, 'getColorDepth', WriteStream.prototype.getColorDepth),
  ]);
  const { TERM, NO_COLOR, FORCE_COLOR } = process.env;
  for (const name of ['NO_COLOR', 'FORCE_COLOR']) Reflect.deleteProperty(process.env, name);
  process.env.TERM = 'dumb';
  process.env[colours] = '1';
  try {
    return await curfewStyled(args);
  } finally {
    for (const put of putBack) put();
    restore('TERM', TERM);
    restore('NO_COLOR', NO_COLOR);
    restore('FORCE_COLOR', FORCE_COLOR);
  }
};

const restore = (name: string, value: string | undefined): void => {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
};

/** 40 characters. */
const named = (kind: string, index: number): string =>
  `${kind}-${String(index).padStart(2, '0')}-the-quite-long-name-of-a-payment-service`.slice(0, 40).replace(/-$/, 'x');

/** One database for every eight resources, one cache, and services that depend on them and on each other. */
export const definitionOfSize = (count: number): string => {
  const databases = Array.from({ length: Math.max(1, Math.floor(count / 8)) }, (_, index) => named('orders-db', index));
  const cache = named('sessions-cache', 0);
  const services = Array.from({ length: count - databases.length - 1 }, (_, index) => named('checkout', index));
  const needs = (index: number): string[] => [
    databases[index % databases.length] ?? '',
    ...(index % 3 === 0 ? [cache] : []),
    ...(index >= 10 ? [services[index - 10] ?? ''] : []),
  ];
  return [
    'environment: acme',
    'region: us-east-1',
    'timeZone: Europe/Berlin',
    'schedule:',
    '  enabled: true',
    '  start: { days: weekdays, at: "08:00" }',
    '  stop: { days: every day, at: "20:00" }',
    'notifications:',
    '  slack: { channel: "#ops", webhookSecret: acme/slack }',
    'resources:',
    ...databases.map((name, index) => `  ${name}: { kind: rds-instance, instance: acme-db-${index} }`),
    `  ${cache}: { kind: elasticache-replication-group, replicationGroup: acme-cache }`,
    ...services.map(
      (name, index) =>
        `  ${name}: { kind: ecs-service, cluster: acme, service: acme-${index}, dependsOn: [${needs(index).join(', ')}] }`,
    ),
    '',
  ].join('\n');
};
