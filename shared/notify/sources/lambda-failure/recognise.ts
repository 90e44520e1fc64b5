// The record that Lambda sends to the destination of a function (facts/notifications.md 2.12), by SNS, SQS or EventBridge, and that
// of EventBridge Pipes. Of the payloads nothing is shown: nobody knows what is in them.
import * as z from 'zod';
import { arnOf } from '#notify/recognition/arn.ts';
import { instant, number, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { LambdaFailure } from './detail.ts';

const context = z.object({ requestId: text, condition: text, approximateInvokeCount: number });
const ofFunction = context.extend({ functionArn: z.string() });
const ofPipe = context.extend({ partnerResourceArn: z.string() });

const record = z.object({
  timestamp: instant,
  requestContext: ofFunction.optional(),
  context: ofPipe.optional(),
  responseContext: z.object({ functionError: text }).catch({ functionError: undefined }),
  responsePayload: z
    .object({ errorType: text, errorMessage: text })
    .catch({ errorType: undefined, errorMessage: undefined }),
});

const event = z.object({
  'detail-type': z.templateLiteral(['Lambda Function Invocation Result - ', z.string()]),
  detail: z.unknown(),
});

export const recogniseLambdaFailure: Recogniser<LambdaFailure> = (raw) => {
  const found = record.safeParse(event.safeParse(raw.json).data?.detail ?? raw.json).data;
  const call = found?.requestContext ?? found?.context;
  if (!found || !call) return undefined;
  const { condition, requestId, approximateInvokeCount: attempts } = call;
  const fullArn = 'functionArn' in call ? call.functionArn : call.partnerResourceArn;
  const arn = arnOf(fullArn);
  const name = /^(?:function:|pipe\/)([^:]+)/.exec(arn?.resource ?? '')?.[1] ?? fullArn;
  const isWell = condition === 'Success';
  const { errorType = found.responseContext.functionError, errorMessage } = found.responsePayload;
  return notification(raw, {
    source: isWell ? 'event' : 'failure',
    severity: isWell ? 'info' : 'error',
    state: 'event',
    name,
    account: arn?.account,
    region: arn?.region,
    at: found.timestamp,
    key: [name, condition, errorType],
    detail: {
      ...{ kind: 'lambda-failure', what: 'functionArn' in call ? 'function' : 'pipe', condition },
      ...{ attempts, errorType, errorMessage, requestId },
    },
  });
};
