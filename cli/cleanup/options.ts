// The options of `curfew cleanup`, and what they ask for.
import { resolve } from 'node:path';
import type { CleanupCommand } from '#cleanup/command.ts';
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupMode } from '#core/cleanup-report.ts';
import type { Risk, Strategy } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';

export type CleanupOptions = {
  readonly cluster?: string;
  readonly bootstrap?: string;
  readonly prefix?: readonly string[];
  readonly topics?: string;
  readonly strategy?: Strategy;
  readonly accept?: readonly Risk[];
  readonly applyDefinitions?: true;
  readonly maxTopics?: number;
  readonly planHash?: string;
  readonly clusterId?: string;
  readonly run?: string;
  readonly tls?: true;
  readonly ca?: string;
  readonly iam?: true;
  readonly region?: string;
  readonly profile?: string;
  readonly state?: string;
  readonly by?: string;
  readonly yes?: true;
  readonly json?: true;
};

const requestOf = (options: CleanupOptions): CleanupRequest => {
  const { prefix, strategy, accept, applyDefinitions, topics, maxTopics } = options;
  return {
    ...(prefix === undefined ? {} : { prefixes: prefix }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(accept === undefined ? {} : { accept }),
    ...(applyDefinitions === undefined ? {} : { applyDefinitions }),
    ...(topics === undefined ? {} : { topicsFile: resolve(topics) }),
    ...(maxTopics === undefined ? {} : { topicsMax: maxTopics }),
  };
};

const needsPlan = (): never => {
  throw new InputError(
    'execute needs the hash of a plan that somebody has read: --plan-hash H, as `curfew cleanup plan` prints it',
  );
};

/** Throws `InputError`. */
export const commandOf = (mode: CleanupMode, options: CleanupOptions, requestedBy: string): CleanupCommand => {
  const { planHash, clusterId, run } = options;
  const request = requestOf(options);
  if (mode === 'plan') return { mode, requestedBy, request };
  // Otherwise an execution uses the request of its plan.
  const requestOverride = Object.keys(request).length > 0 ? { request } : {};
  if (mode === 'execute')
    return {
      mode,
      requestedBy,
      planHash: planHash ?? needsPlan(),
      ...(clusterId === undefined ? {} : { clusterId }),
      ...requestOverride,
    };
  const named = { ...(run === undefined ? {} : { run }), ...(planHash === undefined ? {} : { planHash }) };
  return mode === 'resume' ? { mode, requestedBy, ...named, ...requestOverride } : { mode, requestedBy, ...named };
};

export type Where =
  | { readonly kind: 'broker'; readonly bootstrap: string }
  | { readonly kind: 'cluster'; readonly cluster: string };

const brokerOnly = ['topics', 'maxTopics', 'tls', 'ca', 'iam', 'state'] as const;

/** Throws `InputError` for options that do not go together. */
export const whereOf = (options: CleanupOptions): Where => {
  const { bootstrap, cluster } = options;
  if (bootstrap !== undefined && cluster === undefined) return { kind: 'broker', bootstrap };
  if (cluster === undefined || bootstrap !== undefined)
    throw new InputError(
      'say which cluster: --cluster NAME (as a definition calls it, through its function), or --bootstrap HOST:PORT (straight to a broker)',
    );
  const stray = brokerOnly.find((name) => options[name] !== undefined);
  if (stray === undefined) return { kind: 'cluster', cluster };
  throw new InputError(
    `--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} goes with --bootstrap only; with --cluster the definition says it`,
  );
};

/** The options by which the next command finds the same cluster and the same memory. */
export const sameCluster = ({ cluster, bootstrap, tls, ca, iam, region, profile, state }: CleanupOptions): string =>
  [
    ...Object.entries({ cluster, bootstrap, ca, region, profile, state }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${value}`],
    ),
    ...(tls ? ['--tls'] : []),
    ...(iam ? ['--iam'] : []),
  ].join(' ');
