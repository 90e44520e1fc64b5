// The senders of a pipeline file as the flow needs them.
import type { SecretValue } from '#core/aws/secret-value.ts';
import type { WrittenSender } from '#pipeline/file/intake.ts';
import { oidc } from '#pipeline/intake/oidc.ts';
import { bearer, hmac, monteCarlo, standardWebhooks, type Verify } from '#pipeline/intake/sender.ts';
import type { Sender } from './flow.ts';

const simple: Readonly<Record<'monte-carlo' | 'standard-webhooks' | 'bearer', Verify>> = {
  'monte-carlo': monteCarlo,
  'standard-webhooks': standardWebhooks,
  bearer,
};

const verifyOf = ({ verify }: WrittenSender): Verify => {
  if (typeof verify === 'string') return simple[verify];
  return 'oidc' in verify ? oidc(verify.oidc) : hmac(verify['hmac-sha256']);
};

/** A list in JSON while a secret is being changed, or the secret itself. An empty secret proves nothing. */
export const secretsIn = (value: string): string[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = undefined;
  }
  const list = Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [value];
  return list.filter((one) => one !== '');
};

/** How often a proof that fits no secret makes Secrets Manager be asked again: a secret may just have been changed. */
const refreshMs = 60_000;

/** With the secrets as they were read, and once a minute with those that are there now. */
const verifyingAgain = (verify: Verify, secrets: () => Promise<readonly string[]>, nowMs: () => number): Verify => {
  let askedMs = Number.NEGATIVE_INFINITY;
  return async (request, known) => {
    const proof = await verify(request, known);
    if (proof.isProven || nowMs() - askedMs < refreshMs) return proof;
    askedMs = nowMs();
    const fresh = await secrets();
    return JSON.stringify(fresh) === JSON.stringify(known) ? proof : verify(request, fresh);
  };
};

export const sendersOf = (
  written: Readonly<Record<string, WrittenSender>>,
  read: SecretValue,
  nowMs: () => number,
): Sender[] =>
  Object.entries(written).map(([name, sender]) => {
    const { topic, key, secret } = sender;
    const secrets = async (refresh: boolean) =>
      secret === undefined ? [] : secretsIn(await read(secret, { refresh }));
    const verify = verifyOf(sender);
    return {
      name,
      topic,
      keyPath: key,
      verify: secret === undefined ? verify : verifyingAgain(verify, () => secrets(true), nowMs),
      secrets: () => secrets(false),
    };
  });
