// What Cost Explorer answered, kept in the state table: it changes once a day, and each request costs money.

import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { always, openTable } from '#core/state/dynamodb-table.ts';
import { environmentPartition } from '#core/state/partitions.ts';
import type { Spent, SpentQuery } from './spent.ts';

export type KeptSpent = {
  readonly read: (environment: string, query: SpentQuery) => Promise<Spent | undefined>;
  readonly keep: (environment: string, query: SpentQuery, spent: Spent) => Promise<void>;
};

type Stored = { readonly day: string; readonly spent: string };

const keepDays = 40;
const dayMs = 24 * 60 * 60 * 1_000;
/** An item of the table holds 400 KB. What is longer is asked for again. */
const charactersMax = 300_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const keyOf = (environment: string, { month, tag, value, componentTag, isBrief }: SpentQuery) => {
  const asked = createHash('sha256')
    .update(JSON.stringify([tag, value, componentTag, ...(isBrief ? ['brief'] : [])]))
    .digest('hex')
    .slice(0, 16);
  return { pk: environmentPartition(environment), sk: `COSTS#${month}#${asked}` };
};

export const keptSpent = (client: Pick<DynamoDBClient, 'send'>, tableName: string): KeptSpent => {
  const table = openTable(client, tableName);
  return {
    async read(environment, query) {
      const doing = `reading the costs of ${environment}`;
      const stored = await table.get<Stored>(doing, keyOf(environment, query));
      return stored?.day === dayOf(query.nowMs) ? (JSON.parse(stored.spent) as Spent) : undefined;
    },
    async keep(environment, query, spent) {
      const text = JSON.stringify(spent);
      if (text.length > charactersMax) return;
      const value: Stored = { day: dayOf(query.nowMs), spent: text };
      const expiresAt = Math.floor((query.nowMs + keepDays * dayMs) / 1_000);
      await table.put(`keeping the costs of ${environment}`, keyOf(environment, query), value, always, expiresAt);
    },
  };
};

type Asking = {
  readonly kept: KeptSpent;
  readonly ask: (query: SpentQuery) => Promise<Spent>;
  /** That it could not be kept costs a few cents tomorrow, and nothing else. */
  readonly warn: (reason: string) => void;
};

/** From today's answer if there is one: then it took no request. */
export const spentOnce =
  ({ kept, ask, warn }: Asking) =>
  async (environment: string, query: SpentQuery): Promise<Spent> => {
    const known = await kept.read(environment, query);
    if (known) return { ...known, requests: 0 };
    const spent = await ask(query);
    try {
      await kept.keep(environment, query, spent);
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
    }
    return spent;
  };
