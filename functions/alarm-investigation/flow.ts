// The flow of `alarm-investigation`: alarms become investigations, and ends of investigations become messages. What failed goes
// back to the queue alone.
import * as z from 'zod';
import { investigationEnded } from '#notify/investigations/result.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import { receivedFrom } from '#notify/recognition/received.ts';
import type { InvestigationDependencies } from './dependencies.ts';
import { investigate } from './investigate.ts';
import { reportResult } from './report-result.ts';

const batch = z.object({ Records: z.array(z.looseObject({ messageId: z.string().min(1) })) });

type BatchResponse = { readonly batchItemFailures: { itemIdentifier: string }[] };

const handleRecord = async (record: unknown, deps: InvestigationDependencies): Promise<string> => {
  const received = receivedFrom(record);
  // By the rule alone: whoever may publish to a topic of alarms speaks for no investigation.
  const ended = received.topicArn === undefined ? investigationEnded(parsedJson(received.body)) : undefined;
  return ended ? reportResult(ended, deps) : investigate(received, deps);
};

/** One after the other: places in the day are given in order. Throws for what no queue delivered. */
export const alarmInvestigation =
  (deps: InvestigationDependencies) =>
  async (event: unknown): Promise<BatchResponse> => {
    const { Records } = batch.parse(event);
    const failures: string[] = [];
    for (const record of Records) {
      const { messageId } = record;
      try {
        deps.log.info('handled', { messageId, as: await handleRecord(record, deps) });
      } catch (error) {
        failures.push(messageId);
        deps.log.warn('not handled', { messageId, reason: error instanceof Error ? error.message : 'unknown error' });
      }
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };
