// What items of the table say. Reconcile reads dozens of reports at every tick, so the types that they are made of are read
// without the detours of `unmarshall`, which has the last word on all others.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

const valueIn = (attribute: AttributeValue): unknown => {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.M !== undefined) return valuesOf(attribute.M);
  if (attribute.L !== undefined) return attribute.L.map(valueIn);
  if (Number.isSafeInteger(Number(attribute.N))) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  return unmarshall({ attribute }).attribute;
};

export const valuesOf = (item: Item): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const name in item) values[name] = valueIn(item[name] as AttributeValue);
  return values;
};
