// A cleanup straight at a broker: no function, no account; what has to be kept is kept in files.
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import { type CleanupCommand, carryOutCommand } from '#cleanup/command.ts';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import { checkedPrefix, rulesFor } from '#cleanup/plan/rules.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';
import type { Security } from '#core/kafka/security.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { type CleanupFile, loadCleanupFile } from '#definition/cleanup-file.ts';
import { onInterrupt } from './interrupt.ts';
import { type CleanupOptions, sameCluster } from './options.ts';

const certificates = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

type BrokerSecurity = Pick<CleanupOptions, 'tls' | 'ca' | 'iam' | 'region' | 'profile'>;

/** The region is part of a broker's name in MSK. */
const regionOf = (bootstrap: string, region: string | undefined): string => {
  const found = region ?? /\.kafka(?:-serverless)?\.([a-z0-9-]+)\.amazonaws\./.exec(bootstrap)?.[1];
  if (found) return found;
  throw new InputError('--iam needs the region of the cluster: --region us-east-1');
};

export const securityOf = async (
  bootstrap: string,
  { tls, ca, iam, region, profile }: BrokerSecurity,
): Promise<Security> => {
  const trusted = ca === undefined ? {} : { ca: certificates(ca) };
  if (iam) {
    const where = regionOf(bootstrap, region);
    // The AWS SDK takes its time to load: nobody waits for it who does not need it.
    const [{ mskToken }, { awsClients }] = await Promise.all([
      import('#core/kafka/msk-token.ts'),
      import('#core/aws/clients.ts'),
    ]);
    const clients = awsClients({ region: where, ...(profile === undefined ? {} : { profile }) });
    return { kind: 'token', token: mskToken(where, () => clients.dynamodb.config.credentials()), ...trusted };
  }
  return tls || ca !== undefined ? { kind: 'tls', ...trusted } : { kind: 'plain' };
};

const nothing: CleanupFile = { prefixes: [], topics: [], deny: [], accept: [], caps: { topicsMax: 500 } };

type BrokerOptions = Pick<CleanupOptions, 'topics' | 'maxTopics'>;

const fileOf = ({ topics }: BrokerOptions): CleanupFile => (topics === undefined ? nothing : loadCleanupFile(topics));

/** Without a file the command line alone says it. A file has the last word, also where it was changed since the plan. */
const topicsMaxOf = ({ topics, maxTopics }: BrokerOptions, { caps }: CleanupFile): number => {
  if (maxTopics === undefined) return caps.topicsMax;
  return topics === undefined ? maxTopics : Math.min(maxTopics, caps.topicsMax);
};

/** The prefixes of the command line stand beside those of the file; only they take the strategy of the command line. */
export const brokerRules = (options: BrokerOptions, request: CleanupRequest): CleanupRules => {
  const file = fileOf(options);
  const { prefixes = [], strategy, ...rest } = request;
  const caps = { ...file.caps, topicsMax: topicsMaxOf(options, file) };
  const own = prefixes.map((prefix) => ({
    prefix: checkedPrefix(prefix, file.deny),
    strategy: strategy ?? 'truncate',
  }));
  const others = file.prefixes
    .filter(({ prefix }) => !prefixes.includes(prefix))
    .map((rule) => (prefixes.length === 0 && strategy ? { ...rule, strategy } : rule));
  const rules = rulesFor({ ...file, caps, prefixes: [...own, ...others] }, rest);
  if (rules.prefixes.length > 0 || rules.topics.length > 0) return rules;
  throw new InputError('say which topics: --prefix P (as often as needed), or --topics FILE; nothing was touched');
};

/** The file that a plan was made with is read again: what it says today counts. */
const rulesOfRequest = ({ topicsFile, topicsMax, ...request }: CleanupRequest): CleanupRules =>
  brokerRules(
    {
      ...(topicsFile === undefined ? {} : { topics: topicsFile }),
      ...(topicsMax === undefined ? {} : { maxTopics: topicsMax }),
    },
    request,
  );

/** Errors in a request are reported before the prompt and before any connection to a broker. Throws `InputError`. */
export const checkRequest = (command: CleanupCommand, options: CleanupOptions): void => {
  const { prefixes = [], accept: _, ...request } = 'request' in command ? (command.request ?? {}) : {};
  if (command.mode === 'plan') return void brokerRules(options, { ...request, prefixes });
  const { deny } = fileOf(options);
  for (const prefix of prefixes) checkedPrefix(prefix, deny);
};

export const stateFolder = (state: string | undefined): string =>
  state ?? join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'curfew');

/** Only one cleanup works on a cluster at a time, in any folder of plans. */
const leaseFolder = (): string => join(tmpdir(), `curfew-leases-${process.getuid?.() ?? 'user'}`);

/** Throws `InputError`, and `OperationError` if the cluster does not answer. */
export const cleanupAtBroker = async (
  bootstrap: string,
  command: CleanupCommand,
  options: CleanupOptions,
  onProgress: (progress: CleanupProgress) => void,
): Promise<CleanupReport> => {
  checkRequest(command, options);
  const admin = wireKafka({
    bootstrap: bootstrap.split(','),
    security: await securityOf(bootstrap, options),
    deadline: new AbortController().signal,
    patience: { wait: pause, random: systemRuntime.random },
  });
  const documentsIn = (folder: string) => fileDocuments(folder, systemRuntime.newId);
  const store = cleanupStore(documentsIn(stateFolder(options.state)), documentsIn(leaseFolder()));
  const interruptible = onInterrupt(
    { admin, store },
    (run) => `curfew cleanup resume --run ${run} ${sameCluster(options)}`,
  );
  try {
    return await carryOutCommand(
      command,
      { rules: rulesOfRequest },
      {
        ...interruptible.ports,
        runtime: systemRuntime,
        pause,
        remainingMs: () => Number.POSITIVE_INFINITY,
        onProgress,
      },
    );
  } finally {
    interruptible.end();
    await admin.close();
  }
};
