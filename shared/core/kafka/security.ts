// How a connection to a broker is protected, and how it proves who it is.
import { isIP } from 'node:net';
import { AuthenticationError, type ConnectionOptions, SASLMechanisms } from '@platformatic/kafka';

/** `ca` (PEM) in place of the authorities that Node trusts, which sign MSK's certificates. */
export type Security =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tls'; readonly ca?: string }
  /** TLS and OAUTHBEARER, as MSK's IAM wants it. A fresh token is requested at every authentication. */
  | { readonly kind: 'token'; readonly token: () => Promise<string>; readonly ca?: string };

/** Node names the server in the TLS handshake only with this option; MSK Serverless finds the cluster by that name. */
const overTls = (host: string, ca: string | undefined): ConnectionOptions => ({
  tls: ca === undefined ? {} : { ca },
  tlsServerName: isIP(host) === 0,
});

/** Kafka refuses a token in an answer that is no error on the wire: a text that says why (RFC 7628, 3.2.2). */
const refusedBecause = (answer: Buffer): string | undefined => /"status" *: *"([^"]*)"/.exec(answer.toString())?.[1];

const byToken = (token: () => Promise<string>): ConnectionOptions => ({
  sasl: {
    mechanism: SASLMechanisms.OAUTHBEARER,
    token,
    authBytesValidator: (answer, callback) => {
      const reason = refusedBecause(answer);
      if (reason === undefined) callback(null, answer);
      else callback(new AuthenticationError(`token refused: ${reason}`));
    },
  },
});

export const connectionSecurity = (security: Security, host: string): ConnectionOptions => {
  switch (security.kind) {
    case 'plain':
      return {};
    case 'tls':
      return overTls(host, security.ca);
    case 'token':
      return { ...overTls(host, security.ca), ...byToken(security.token) };
  }
};
