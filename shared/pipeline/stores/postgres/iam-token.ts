// The password of a database user that logs in by IAM: a signed request, without its scheme.
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#core/aws/sha256.ts';
import type { Credentials } from '#core/kafka/msk-token.ts';

type Login = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
};

/** RDS takes it for fifteen minutes, and a connection lives on after that. */
const goodForSeconds = 900;

const signerOf = ({ region, credentials }: Login) =>
  new SignatureV4({
    ...{ service: 'rds-db', region, sha256: Sha256 },
    credentials: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    },
  });

/** `at` is now, except in tests. */
export const iamToken = async (login: Login, at?: Date): Promise<string> => {
  const { host, port, user } = login;
  const request = {
    ...{ method: 'GET', protocol: 'https:', hostname: host, port, path: '/' },
    headers: { host: `${host}:${port}` },
    query: { Action: 'connect', DBUser: user },
  };
  const { query = {} } = await signerOf(login).presign(request, {
    expiresIn: goodForSeconds,
    ...(at ? { signingDate: at } : {}),
  });
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${host}:${port}/?${parameters.join('&')}`;
};
