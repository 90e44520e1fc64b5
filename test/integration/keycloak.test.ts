// The proof by a token, against a real Keycloak.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { oidc } from '#pipeline/intake/oidc.ts';
import type { Proof } from '#pipeline/intake/sender.ts';
import { type Keycloak, startKeycloak } from '../../scripts/integration/keycloak.ts';

let keycloak: Keycloak;

beforeAll(async () => {
  keycloak = await startKeycloak();
}, 160_000);

afterAll(() => keycloak?.server.stop(), 30_000);

const issuerOf = (realm: string): string => `${keycloak.url}/realms/${realm}`;

/** As a sender logs in: the client credentials grant of OAuth 2.0. */
const tokenOf = async (realm: string, clientId: string): Promise<string> => {
  const answer = await fetch(`${issuerOf(realm)}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: 'only for tests' },
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`Keycloak gave no token: ${answer.status}`);
  return token;
};

const proofOf = async (token: string, claims?: Readonly<Record<string, string>>): Promise<Proof> => {
  const verify = oidc({ issuer: issuerOf('metadata'), audience: 'curfew-events', ...(claims ? { claims } : {}) });
  return verify({ headers: { authorization: `Bearer ${token}` }, body: Buffer.from('{}'), nowMs: Date.now() }, []);
};

/** The payload of a token with another one in its place, under the old signature. */
const changed = (token: string, changes: object): string => {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...changes };
  return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
};

describe('a token of Keycloak', () => {
  test('is accepted', async () => {
    expect(await proofOf(await tokenOf('metadata', 'producer'))).toEqual({ isProven: true });
  });

  test('is accepted with the claims that a pipeline names, and refused without them', async () => {
    const token = await tokenOf('metadata', 'producer');
    expect(await proofOf(token, { azp: 'producer' })).toEqual({ isProven: true });
    expect(await proofOf(token, { azp: 'monte-carlo' })).toMatchObject({ isProven: false });
  });

  test('is refused once it has expired', async () => {
    const token = await tokenOf('metadata', 'soon-over');
    await pause(2_500);
    expect(await proofOf(token)).toMatchObject({ isProven: false, why: expect.stringContaining('expired') });
  });

  test('is refused if it is of another realm', async () => {
    expect(await proofOf(await tokenOf('foreign', 'producer'))).toMatchObject({ isProven: false });
  });

  test('is refused if it is for another audience', async () => {
    const proof = await proofOf(await tokenOf('metadata', 'of-another'));
    expect(proof).toMatchObject({ isProven: false, why: expect.stringContaining('udience') });
  });

  test('is refused if a claim was changed, also to the right issuer', async () => {
    const issuer = issuerOf('metadata');
    const lasting = changed(await tokenOf('metadata', 'soon-over'), { exp: 4_000_000_000 });
    const foreign = changed(await tokenOf('foreign', 'producer'), { iss: issuer });
    for (const token of [lasting, foreign]) expect(await proofOf(token)).toMatchObject({ isProven: false });
  });
});
