// A report of thousands of resources is longer than an item of DynamoDB may be: its resources are kept compressed then.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bytesOf } from '#core/bytes.ts';
import type { Report } from '#core/report.ts';
import { storedValue, storedValueWithLate } from '#core/state/dynamodb-table.ts';

/** As JSON; DynamoDB takes 400 KB. */
const bytesMax = 350_000;

type Packed = Omit<Report, 'resources'> & { readonly resources: Report['resources'] | Uint8Array };

export const packedReport = (report: Report): Packed =>
  bytesOf(report) <= bytesMax ? report : { ...report, resources: gzipSync(JSON.stringify(report.resources)) };

/** Reconcile reads forty reports at every tick, and the resources of hardly one of them. */
const plain = storedValueWithLate<Report>('resources');

export const unpackedReport = (item: Record<string, AttributeValue>): Report => {
  const bytes = item.resources?.B;
  if (bytes === undefined) return plain(item);
  return { ...storedValue<Report>(item), resources: JSON.parse(gunzipSync(bytes).toString('utf8')) };
};
