// The flow of `control`: who asks, what, and the answer in the form that the one who asked reads.
import * as z from 'zod';
import { InputError } from '#core/errors.ts';
import { type Answer, refuse } from './answer.ts';
import { answerDelivery, type DeliveryAnswer, deliveryEvent } from './delivery.ts';
import type { ControlPorts } from './ports.ts';
import { type Caller, parseRequest } from './request.ts';
import { carryOut } from './verbs.ts';

/** As a function URL delivers a request; IAM has checked who it is from, or it would not be delivered. */
const urlEvent = z.looseObject({
  version: z.literal('2.0'),
  requestContext: z.looseObject({
    http: z.looseObject({ method: z.string() }),
    authorizer: z.looseObject({ iam: z.looseObject({ userArn: z.string().min(1) }) }),
  }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

type UrlEvent = z.output<typeof urlEvent>;

type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type ControlDependencies = ControlPorts & {
  readonly environment: string;
  /** Answers CloudFormation where it waits. */
  readonly respond: (url: string, answer: DeliveryAnswer) => Promise<void>;
};

/** Whatever says that it comes from the URL and carries no caller did not come from there. */
const saysUrl = (event: unknown): boolean => typeof event === 'object' && event !== null && 'requestContext' in event;

const bodyOf = ({ body = '', isBase64Encoded }: UrlEvent): unknown => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('invalid request, nothing was changed: the body is not JSON');
  }
};

const answerTo = async (
  read: () => unknown,
  callerOf: (claimed: string | undefined) => Caller,
  { environment, ...ports }: ControlDependencies,
): Promise<Answer> => {
  try {
    const request = parseRequest(read());
    if (request.environment !== environment)
      return refuse('request', `this function is of ${environment}, not of ${request.environment}`);
    const claimed = 'by' in request ? request.by : undefined;
    return await carryOut(request, callerOf(claimed), ports);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'refused', because: 'request', text: error.message };
  }
};

const statuses: Readonly<Record<string, number>> = {
  request: 400,
  invalid: 422,
  conflict: 409,
  rights: 409,
  owner: 409,
  memory: 409,
  'unknown-version': 404,
  'too-large': 413,
};

const toHttp = (answer: Answer): HttpAnswer => ({
  statusCode: answer.kind === 'refused' ? (statuses[answer.because] ?? 400) : 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(answer),
});

/**
 * Throws what cannot be reached: nothing is guessed, and whoever asked asks again. `isByUrl`: it came by the alias of the URL, which
 * nobody may invoke otherwise; any other event could name any caller.
 */
export const control =
  (deps: ControlDependencies) =>
  async (event: unknown, isByUrl: boolean): Promise<Answer | HttpAnswer | DeliveryAnswer> => {
    const delivery = deliveryEvent.safeParse(event);
    if (delivery.success) {
      const answer = await answerDelivery(delivery.data, deps.environment, deps);
      await deps.respond(delivery.data.ResponseURL, answer);
      return answer;
    }
    if (!saysUrl(event))
      // By Invoke nobody vouches for who asks.
      return answerTo(
        () => event,
        (claimed = 'unknown person') => ({ by: claimed, byIsVerified: false }),
        deps,
      );
    const url = urlEvent.safeParse(event);
    if (!isByUrl || !url.success)
      return toHttp({ kind: 'refused', because: 'request', text: 'AWS does not say who asks; nothing was changed' });
    const { userArn } = url.data.requestContext.authorizer.iam;
    return toHttp(
      await answerTo(
        () => bodyOf(url.data),
        () => ({ by: userArn, byIsVerified: true }),
        deps,
      ),
    );
  };
