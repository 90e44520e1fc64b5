// What decides over an environment, but the reports of its runs, in one request: these kinds of items stand next to each other in its
// partition. Reports and slots of months are outside.
import type { Expectation } from '#core/expectation.ts';
import type { Lasting } from '#core/lasting.ts';
import type { Override } from '#core/override.ts';
import { type Item, keyItem, type openTable, storedValue } from '#core/state/dynamodb-table.ts';
import { environmentPartition } from '#core/state/partitions.ts';
import type { Memory } from '#kinds/memory.ts';
import { wholeExpectations } from './expectation-parts.ts';
import type { EnvironmentState, StateStore } from './state-store.ts';
import { leaseOf, type StoredLease } from './stored-lease.ts';

const first = 'EXPECTATION#';
/** `$` follows `#`: after every override, before every report. */
const last = 'OVERRIDE$';

const kindOf = ({ sk }: Item): string => (sk?.S ?? '').split('#', 1)[0] ?? '';

export const readEnvironmentState =
  (table: Pick<ReturnType<typeof openTable>, 'between'>): StateStore['readState'] =>
  async (environment): Promise<EnvironmentState> => {
    const pk = environmentPartition(environment);
    const items = Map.groupBy(
      await table.between(`reading the state of ${environment}`, { pk, sk: first }, last),
      kindOf,
    );
    const valuesOf = <T>(kind: string): T[] => (items.get(kind) ?? []).map((item) => storedValue<T>(item));
    const [lease] = valuesOf<StoredLease>('LEASE');
    const notes = new Map((items.get('NOTICE') ?? []).map((item) => [item.sk?.S, item]));
    const noteOf = (key: string): Item | undefined => notes.get(keyItem({ pk, sk: `NOTICE#${key}` }).sk?.S);
    const lasting = noteOf('lasting');
    return {
      lease: lease && leaseOf(lease),
      memories: valuesOf<Memory>('MEMORY'),
      overrides: valuesOf<Override>('OVERRIDE'),
      expectations: wholeExpectations(valuesOf<Expectation>('EXPECTATION')),
      lasting: lasting && storedValue<Lasting>(lasting),
      notedAt: (key) => {
        const at = noteOf(key)?.at?.S;
        return at === undefined ? undefined : Date.parse(at);
      },
    };
  };
