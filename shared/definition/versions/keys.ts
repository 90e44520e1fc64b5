// Where versions of a definition are in the state table.
import type { Key } from '#core/state/dynamodb-table.ts';
import { definitionPartition, observedPartition } from '#core/state/partitions.ts';

export const currentKey = (environment: string): Key => ({ pk: definitionPartition(environment), sk: 'current' });

const digits = 10;

/** With zeros before it, so that keys sort by number. */
export const versionKey = (environment: string, version: number): Key => ({
  pk: definitionPartition(environment),
  sk: `version#${String(version).padStart(digits, '0')}`,
});

export const versionKeys = (environment: string): Key => ({ pk: definitionPartition(environment), sk: 'version#' });

export const accessKey = (environment: string): Key => ({ pk: definitionPartition(environment), sk: 'access' });

export const observedKey = (environment: string, functionName: string): Key => ({
  pk: observedPartition(environment),
  sk: `observed#${functionName}`,
});

export const observedKeys = (environment: string): Key => ({ pk: observedPartition(environment), sk: 'observed#' });
