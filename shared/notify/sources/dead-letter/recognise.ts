// What is left in a dead-letter topic or queue: the original event, with what went wrong in attributes beside it
// (facts/notifications.md 2.12): by Lambda, by a rule of EventBridge, by EventBridge Scheduler. The original is unwrapped once, so
// that nobody has to look up what it was about.
import { arnOf } from '#notify/recognition/arn.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import { type Received, receivedIn } from '#notify/recognition/received.ts';
import { notification, placeOfTopic, type RawMessage, type Recogniser } from '#notify/recognition/recognised.ts';
import type { DeadLetter } from './detail.ts';

const only = (received: readonly Received[]): Received | undefined => (received.length === 1 ? received[0] : undefined);

const lastOf = (arn: string | undefined): string | undefined => arnOf(arn)?.resource.split(/[/:]/).at(-1);

type Why = Omit<DeadLetter, 'kind' | 'original'>;

const ofFunction = ({ RequestID: requestId, ErrorCode: errorCode, ErrorMessage: errorMessage }: Attributes): Why[] =>
  requestId === undefined || errorCode === undefined
    ? []
    : [{ requestId, errorCode, errorMessage, sender: undefined, target: undefined }];

const ofSender = (attributes: Attributes): Why[] => {
  const { RULE_ARN: rule, SCHEDULE_ARN: schedule, TARGET_ARN: targetArn } = attributes;
  const { ERROR_CODE: errorCode, ERROR_MESSAGE: errorMessage } = attributes;
  const [sender] = [
    ...(rule === undefined ? [] : [`rule ${lastOf(rule) ?? rule}`]),
    ...(schedule === undefined ? [] : [`schedule ${lastOf(schedule) ?? schedule}`]),
  ];
  if (errorCode === undefined || sender === undefined) return [];
  return [{ requestId: undefined, errorCode, errorMessage, sender, target: lastOf(targetArn) ?? targetArn }];
};
type Attributes = RawMessage['attributes'];

export const recogniseDeadLetter: Recogniser<DeadLetter> = (raw, recogniseInner) => {
  const [why] = [...ofFunction(raw.attributes), ...ofSender(raw.attributes)];
  if (!why) return undefined;
  const inner = only(receivedIn(parsedJson(raw.text) ?? raw.text));
  const original = recogniseInner({ ...inner, id: raw.id, body: inner?.body ?? raw.text });
  return notification(raw, {
    source: 'failure',
    severity: 'error',
    name: why.sender ?? original.name,
    ...placeOfTopic(raw),
    key: [why.sender, original.about],
    resources: original.resources,
    detail: { kind: 'dead-letter', ...why, original },
  });
};
