// What Lambda leaves in a dead-letter topic or queue: the original event, with what went wrong in attributes beside it
// (facts/notifications.md 2.12). The original is unwrapped once, so that nobody has to look up what it was about.
import { parsedJson } from '#notify/recognition/json.ts';
import { type Received, receivedIn } from '#notify/recognition/received.ts';
import { notification, placeOfTopic, type Recogniser } from '#notify/recognition/recognised.ts';
import type { DeadLetter } from './detail.ts';

const only = (received: readonly Received[]): Received | undefined => (received.length === 1 ? received[0] : undefined);

export const recogniseDeadLetter: Recogniser<DeadLetter> = (raw, recogniseInner) => {
  const { RequestID: requestId, ErrorCode: errorCode, ErrorMessage: errorMessage } = raw.attributes;
  if (requestId === undefined || errorCode === undefined) return undefined;
  const inner = only(receivedIn(parsedJson(raw.text) ?? raw.text));
  const original = recogniseInner({ ...inner, id: raw.id, body: inner?.body ?? raw.text });
  return notification(raw, {
    source: 'failure',
    severity: 'error',
    name: original.name,
    ...placeOfTopic(raw),
    key: [original.about],
    resources: original.resources,
    detail: { kind: 'dead-letter', errorCode, errorMessage, requestId, original },
  });
};
