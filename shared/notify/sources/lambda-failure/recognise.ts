// The record that Lambda sends to an on-failure destination (facts/notifications.md 2.12). Of the payloads nothing is shown:
// nobody knows what is in them.
import * as z from 'zod';
import { arnOf } from '#notify/recognition/arn.ts';
import { instant, number, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { LambdaFailure } from './detail.ts';

const record = z.object({
  timestamp: instant,
  requestContext: z.object({
    requestId: text,
    functionArn: z.string(),
    condition: text,
    approximateInvokeCount: number,
  }),
  responseContext: z.object({ functionError: text }).catch({ functionError: undefined }),
  responsePayload: z
    .object({ errorType: text, errorMessage: text })
    .catch({ errorType: undefined, errorMessage: undefined }),
});

export const recogniseLambdaFailure: Recogniser<LambdaFailure> = (raw) => {
  const found = record.safeParse(raw.json).data;
  if (!found) return undefined;
  const { functionArn, condition, requestId, approximateInvokeCount: attempts } = found.requestContext;
  const arn = arnOf(functionArn);
  const name = /^function:([^:]+)/.exec(arn?.resource ?? '')?.[1] ?? functionArn;
  const { errorType = found.responseContext.functionError, errorMessage } = found.responsePayload;
  return notification(raw, {
    source: 'failure',
    severity: 'error',
    state: 'event',
    name,
    account: arn?.account,
    region: arn?.region,
    at: found.timestamp,
    key: [name, condition, errorType],
    detail: { kind: 'lambda-failure', condition, attempts, errorType, errorMessage, requestId },
  });
};
