// The options of `curfew cleanup`, and what they ask for.

import type { CleanupCommand } from '#cleanup/command.ts';
import type { CleanupRequest, Risk, Strategy } from '#core/cleanup.ts';
import type { CleanupMode } from '#core/cleanup-report.ts';
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

const requestOf = ({ prefix, strategy, accept, applyDefinitions }: CleanupOptions): CleanupRequest => ({
  ...(prefix === undefined ? {} : { prefixes: prefix }),
  ...(strategy === undefined ? {} : { strategy }),
  ...(accept === undefined ? {} : { accept }),
  ...(applyDefinitions === undefined ? {} : { applyDefinitions }),
});

/** Whether it is said what is to be cleaned up; otherwise an execution goes by its plan. */
export const saysWhat = (options: CleanupOptions): boolean =>
  Object.keys(requestOf(options)).length > 0 || options.topics !== undefined || options.maxTopics !== undefined;

const needsPlan = (): never => {
  throw new InputError(
    'execute needs the hash of a plan that somebody has read: --plan-hash H, as `curfew cleanup plan` prints it',
  );
};

/** Throws `InputError`. */
export const commandOf = (mode: CleanupMode, options: CleanupOptions, requestedBy: string): CleanupCommand => {
  const { planHash, clusterId, run } = options;
  if (mode === 'plan') return { mode, requestedBy, request: requestOf(options) };
  if (mode === 'execute')
    return {
      mode,
      requestedBy,
      planHash: planHash ?? needsPlan(),
      ...(clusterId === undefined ? {} : { clusterId }),
      ...(saysWhat(options) ? { request: requestOf(options) } : {}),
    };
  return { mode, requestedBy, ...(run === undefined ? {} : { run }), ...(planHash === undefined ? {} : { planHash }) };
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
