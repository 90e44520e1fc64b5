// Kafka's error codes: name, text and whether trying again may help, from the protocol's own table.
import { protocolErrors, protocolErrorsCodesById } from '@platformatic/kafka';
import type { Answer } from './kafka-admin.ts';

export type RefusedAnswer = Extract<Answer<never>, { kind: 'refused' }>;

type KnownError = { readonly id: string; readonly message: string; readonly canRetry: boolean };

const knownError = (code: number): KnownError => {
  const name = protocolErrorsCodesById[code];
  const entry = name === undefined ? undefined : protocolErrors[name];
  return entry ?? { id: `ERROR_${code}`, message: 'an error newer than this client', canRetry: false };
};

/** What a broker says by an error code other than 0; its own text, where it sends one, is better than the table's. */
export const refusal = (code: number, text?: string | null): RefusedAnswer => {
  const { id, message, canRetry } = knownError(code);
  return { kind: 'refused', code: id, message: text || message, retryable: canRetry };
};

export const known = <T>(value: T): Answer<T> => ({ kind: 'known', value });

/** `value` is only looked at if the code is 0. */
export const answerOf = <T>(code: number, value: () => T, text?: string | null): Answer<T> =>
  code === 0 ? known(value()) : refusal(code, text);
