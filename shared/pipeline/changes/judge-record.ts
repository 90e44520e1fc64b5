// What becomes of one record of a topic with changes. Pure, but for the time.
import type { SourceRecord } from '../kafka/source-records.ts';
import { changeMessage } from './change-message.ts';
import { readChange } from './envelope.ts';
import { identityOf } from './identity.ts';
import { firstRule, type Rule, type Told } from './rule.ts';

export type ReaderSettings = {
  /** Of two pipelines over one topic each tells of a change. */
  readonly pipeline: string;
  readonly rules: readonly Rule[];
  /** Whether rows that a snapshot reads are told of, too. */
  readonly snapshots: boolean;
  /** An older change is not told of any more. */
  readonly maxAgeDays: number;
};

type JudgedRecord =
  | { readonly kind: 'message'; readonly rule: number; readonly id: string; readonly told: Told; readonly body: string }
  /** Nothing to tell, and nothing wrong: counted under `reason`. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Can never succeed: it belongs in the dead letters. */
  | { readonly kind: 'bad'; readonly reason: string };

const dayMs = 24 * 60 * 60_000;

export const judgeRecord = async (
  { key, value, timestamp: capturedMs }: Pick<SourceRecord, 'key' | 'value' | 'timestamp'>,
  { pipeline, rules, snapshots, maxAgeDays }: ReaderSettings,
  nowMs: number,
): Promise<JudgedRecord> => {
  const read = readChange(value);
  if (read.kind !== 'change') return read;
  const { change } = read;
  if (change.isSnapshot && !snapshots) return { kind: 'skipped', reason: 'snapshot' };
  if (nowMs - (change.atMs ?? capturedMs) > maxAgeDays * dayMs)
    return { kind: 'skipped', reason: `older than ${maxAgeDays} days` };
  try {
    const found = await firstRule(rules, change);
    if (!found) return { kind: 'skipped', reason: 'no rule' };
    const { index, told } = found;
    const id = `change-${pipeline}-${identityOf(change, key)}`;
    return {
      kind: 'message',
      rule: index + 1,
      id,
      told,
      body: changeMessage(told, change, { id, pipeline, capturedMs }),
    };
  } catch (error) {
    return { kind: 'bad', reason: error instanceof Error ? error.message : String(error) };
  }
};
