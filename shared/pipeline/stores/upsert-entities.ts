// Stores entities one round after the other; after a refusal in halves, to find the bad ones.
import { type Entity, keyOf } from './entity.ts';
import type { Store } from './store.ts';

type Refused = { readonly entity: Entity; readonly reason: string };

/**
 * In each round an entity stands once at most: two versions are two changes, which whoever reads the changes may want to see, and a
 * statement cannot change a row twice.
 */
export const roundsOf = (entities: readonly Entity[]): readonly (readonly Entity[])[] => {
  const rounds: Entity[][] = [];
  const seen = new Map<string, number>();
  for (const entity of entities) {
    const key = keyOf(entity);
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(entity);
  }
  return rounds;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const upsertRound = async (round: readonly Entity[], store: Store): Promise<readonly Refused[]> => {
  try {
    await store.upsert(round);
    return [];
  } catch (error) {
    if (store.meaningOf(error) === 'moment') throw error;
    if (round.length === 1) return round.map((entity) => ({ entity, reason: messageOf(error) }));
  }
  const middle = Math.ceil(round.length / 2);
  const refused: Refused[] = [];
  for (const half of [round.slice(0, middle), round.slice(middle)]) refused.push(...(await upsertRound(half, store)));
  return refused;
};

/** Returns what the store refuses permanently. Rejects when the store is away: the same entities are to be retried. */
export const upsertEntities = async (entities: readonly Entity[], store: Store): Promise<readonly Refused[]> => {
  const refused: Refused[] = [];
  for (const round of roundsOf(entities)) refused.push(...(await upsertRound(round, store)));
  return refused;
};
