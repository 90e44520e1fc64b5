// The adapter of a kind that is described as a value: what one file per kind has to say of the SDK is how AWS's answers are read and
// which command makes a change.
import type { Action } from '#core/action.ts';
import { calling, readBatch } from '#core/aws/errors.ts';
import { chunks } from '#core/aws/paging.ts';
import { type ErrorCode, OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends, Service, Warned } from './adapter.ts';
import { afterStop as deleteOld, makeSnapshot, ownSnapshots, type SnapshotCalls } from './databases/rds-snapshots.ts';
import type { Stopped } from './databases/snapshot-fields.ts';
import type { ObservationOf, Reading } from './observation.ts';
import type { ResourceOf } from './resource.ts';
import { nameOf, type StatusKind, type StatusObservation } from './status-kind.ts';
import type { StatusKindName } from './status-kinds.ts';
import type { Window } from './window.ts';

/** One of AWS's answer: what a run looks at, and what `curfew init` does. */
export type StatusRow = Omit<StatusObservation, 'kind'> & {
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly groups: readonly string[];
  /** Addresses by which others reach it; empty ones are left out. */
  readonly hosts: readonly (string | undefined)[];
  /** By which its tags are read, where the row does not have them. */
  readonly arn?: string;
  /** When AWS backs it up and maintains it, where the same answer has it. */
  readonly windows?: readonly Window[];
};

/** Those that Curfew made, of what a stop could be made of now. */
const snapshotsOf = async (
  { snapshots }: Pick<StatusAdapter<never>, 'snapshots'>,
  client: unknown,
  resource: object,
  { name, status }: StatusRow,
) =>
  snapshots && 'snapshotBeforeStop' in resource && status === 'available'
    ? { snapshots: await ownSnapshots(snapshots, client as never, name) }
    : {};

/** A resource as the simulated AWS shows it. */
export type RehearsedItem = {
  readonly id: string;
  readonly status: string;
  readonly isLagging: boolean;
  /** Of an instance of a cluster, where it has a status of its own. */
  readonly memberStatus?: string;
  readonly facts: StatusObservation['facts'];
  readonly host: string;
  readonly group: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
};

/** How an operation answers: with a list of rows, or with one row, by itself where the list has no name. */
type Rehearsed = { readonly list: string; readonly isOne?: true; readonly row: (item: RehearsedItem) => unknown };

export type StatusAdapter<C extends { send: unknown }> = {
  readonly client: new (settings: Record<string, unknown>) => C;
  /** Reads those of these names, or all that there are in the region. Throws AWS's errors. */
  readonly read: (
    client: Sends<C>,
    names: readonly string[] | undefined,
    towards: Action | undefined,
  ) => Promise<StatusRow[]>;
  readonly change: (client: Sends<C>, to: Action, name: string, handle: string | undefined) => Promise<unknown>;
  /** How it is backed up before a stop, where a definition wants that. */
  readonly snapshots?: SnapshotCalls;
  /** What its owner should know once a stop is made. */
  readonly afterStop?: (client: Sends<C>, name: string) => Promise<Warned | undefined>;
  /** The same answers the other way round, for rehearsals: per operation the list that it answers with and a row of it. */
  readonly rehearsed: Readonly<Record<string, Rehearsed>>;
  /** The name in a call that makes a change, or in one that reads a single one. */
  readonly nameIn: (input: Readonly<Record<string, unknown>>) => unknown;
  /** Whether a read is about this one, for rehearsals: where it lists those of one group. */
  readonly isAskedFor?: (input: Readonly<Record<string, unknown>>, id: string) => boolean;
  /** Of a call that goes both ways: which way this one goes. */
  readonly goes?: (input: Readonly<Record<string, unknown>>) => Action;
  /** AWS has no read of some by their names: one read is of all of them. */
  readonly readsAll?: true;
  /** Where the name of AWS's error says less than its text. */
  readonly meaning?: (error: OperationError) => ErrorCode | undefined;
};

const withItsMeaning = async <T>(meaning: StatusAdapter<never>['meaning'], call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const code = error instanceof OperationError ? meaning?.(error) : undefined;
    if (code === undefined || !(error instanceof OperationError)) throw error;
    throw new OperationError(code, error.message, { awsCode: error.awsCode, cause: error.cause });
  }
};

/** The stop is made: a warning that cannot be read is none. */
const warnedAfter = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await calling('read what a stop has left', read);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
};

type Members = readonly { readonly VpcSecurityGroupId?: string | undefined }[];
export const groupsOf = (members: Members | undefined): string[] =>
  (members ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);

/** How many are read in one call. */
const namesPerCall = 100;

export const observationOf = (kind: string, row: StatusRow): StatusObservation => ({
  kind,
  status: row.status,
  ...(row.handle === undefined ? {} : { handle: row.handle }),
  ...(row.lagging === undefined ? {} : { lagging: row.lagging }),
  facts: row.facts,
});

/** Makes the adapter that runs use. */
export const serviceOfStatusKind = <C extends { send: unknown }>(
  kind: StatusKind,
  adapter: StatusAdapter<C>,
  client: Sends<C>,
  runtime: Pick<Runtime, 'now'>,
): Service<StatusKindName> => {
  const named = (resource: ResourceOf<StatusKindName>): string => nameOf(kind, resource);
  const readingOf = (row: StatusRow | undefined, more: object): Reading<ObservationOf<StatusKindName>> =>
    row
      ? { state: 'seen', observation: { ...observationOf(kind.kind, row), ...more } as ObservationOf<StatusKindName> }
      : { state: 'absent' };
  const observeSome = (resources: readonly ResourceOf<StatusKindName>[], towards: Action | undefined) =>
    readBatch(resources, async () => {
      const rows = await calling(`describe ${kind.kind}s`, () => adapter.read(client, resources.map(named), towards));
      const byName = new Map(rows.map((row) => [row.name, row]));
      return new Map(
        await Promise.all(
          resources.map(async (one): Promise<[ResourceName, Reading<ObservationOf<StatusKindName>>]> => {
            const row = byName.get(named(one));
            const more = row && towards === 'stop' ? await snapshotsOf(adapter, client, one, row) : {};
            return [one.name, readingOf(row, more)];
          }),
        ),
      );
    });
  return {
    async observe(resources, towards) {
      const batches = await Promise.all(
        chunks(resources, adapter.readsAll ? Math.max(1, resources.length) : namesPerCall).map((some) =>
          observeSome(some, towards),
        ),
      );
      return new Map(batches.flatMap((batch) => [...batch]));
    },
    async act(resource, effect) {
      const name = named(resource);
      const { snapshots } = adapter;
      if (effect.do === 'snapshot' && snapshots) {
        const stop = () => calling(`stop ${kind.kind} ${name}`, () => adapter.change(client, 'stop', name, undefined));
        return makeSnapshot(snapshots, client as never, { database: name, effect, now: runtime.now() }, stop);
      }
      if (effect.do !== 'start' && effect.do !== 'stop') throw new Error(`${kind.kind} has no effect ${effect.do}`);
      await withItsMeaning(adapter.meaning, () =>
        calling(`${effect.do} ${kind.kind} ${name}`, () => adapter.change(client, effect.do, name, effect.handle)),
      );
      if (effect.do === 'start') return undefined;
      if (snapshots) return deleteOld(snapshots, client as never, effect as Stopped);
      const { afterStop } = adapter;
      return afterStop ? warnedAfter(() => afterStop(client, name)) : undefined;
    },
  };
};
