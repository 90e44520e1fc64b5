// What Lambda leaves in a dead-letter topic or queue: the original event, with what went wrong in attributes beside it
// (facts/notifications.md 2.12). The original is unwrapped once, so that nobody has to look up what it was about.
import type { Notification } from '#core/notification.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import { type Received, receivedIn } from '#notify/recognition/received.ts';
import { notification, placeOfTopic, type Recogniser, type Said } from '#notify/recognition/recognised.ts';

const only = (received: readonly Received[]): Received | undefined => (received.length === 1 ? received[0] : undefined);

/** `recogniseInner` must not recognise dead letters. */
export const deadLetters =
  (recogniseInner: (received: Received) => Notification): Recogniser =>
  (said: Said) => {
    const { RequestID: requestId, ErrorCode: errorCode, ErrorMessage: errorMessage } = said.attributes;
    if (requestId === undefined || errorCode === undefined) return undefined;
    const inner = only(receivedIn(parsedJson(said.text) ?? said.text));
    const original = recogniseInner({ ...inner, id: said.id, body: inner?.body ?? said.text });
    return notification(said, {
      source: 'failure',
      severity: 'error',
      name: original.name,
      ...placeOfTopic(said),
      key: [original.about],
      resources: original.resources,
      detail: { kind: 'dead-letter', errorCode, errorMessage, requestId, original },
    });
  };
