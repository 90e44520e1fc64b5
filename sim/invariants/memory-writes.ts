// What calls did to the state table, from the trace.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Scaling } from '#kinds/ecs-service/definition.ts';
import { isApplied } from '../calls.ts';
import type { TraceEvent } from '../trace.ts';

export type MemoryWrite = {
  readonly name: string;
  readonly desired?: number;
  /** Who took down what has no count. */
  readonly downBy?: string;
  readonly scaling?: Scaling;
  readonly givenBack?: true;
};

type TableCall = {
  readonly Item?: Record<string, AttributeValue>;
  readonly Key?: Record<string, AttributeValue>;
};

export const sortKeyOf = (input: unknown): string => {
  const { Item, Key } = input as TableCall;
  return (Item ?? Key)?.sk?.S ?? '';
};

const memoryPrefix = 'MEMORY#';

/** What a call did to the memory of a service: a count that is remembered or restored, or nothing when it is forgotten. */
export const memoryWrite = (event: TraceEvent): MemoryWrite | undefined => {
  if (event.type !== 'call' || !event.mutating || !isApplied(event) || !event.operation.startsWith('dynamodb:'))
    return undefined;
  const key = sortKeyOf(event.input);
  if (!key.startsWith(memoryPrefix)) return undefined;
  const { Item } = event.input as TableCall;
  const name = key.slice(memoryPrefix.length);
  if (event.operation === 'dynamodb:UpdateItem') return { name, givenBack: true };
  if (Item?.downBy?.S !== undefined) return { name, downBy: Item.downBy.S };
  if (!Item?.desired) return { name };
  const { desired, scaling } = unmarshall(Item) as { desired: number; scaling?: Scaling };
  return { name, desired, ...(scaling ? { scaling } : {}) };
};
