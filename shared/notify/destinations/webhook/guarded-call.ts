// A call over https to public addresses alone. The address is judged when the connection is made, so that a name which answers
// differently the second time leads nowhere.
import { type LookupAddress, lookup } from 'node:dns';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type HttpCall, textIn } from '../http.ts';
import { isPublicAddress } from './address.ts';

export const privateAddress = 'EPRIVATEADDRESS';

const refusal = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the address is private'), { code: privateAddress });

type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

const resolveAll: Resolve = (name) =>
  new Promise((resolve, reject) => {
    lookup(name, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/** In place of the resolver of the connection: every address has to be public, or there is none. */
export const publicLookup =
  (resolve: Resolve = resolveAll): LookupFunction =>
  (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address)))
          return done(refusal(), '');
        if (options.all) return done(null, [...addresses]);
        return done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };

/** Without brackets, as `isIP` wants it. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** No redirects are followed: `https.request` knows none. */
export const guardedCall =
  (resolve?: Resolve, request: typeof httpsRequest = httpsRequest): HttpCall =>
  ({ url, method, headers, body, signal }) =>
    new Promise((answered, failed) => {
      const to = new URL(url);
      // An address in place of a name is not looked up.
      if (to.protocol !== 'https:' || (isIP(hostOf(to)) !== 0 && !isPublicAddress(hostOf(to))))
        return failed(refusal());
      const sent = request(
        to,
        // Of an agent that keeps connections the address would have been judged another time.
        {
          method,
          headers: { ...headers, 'content-length': Buffer.byteLength(body ?? '') },
          signal,
          agent: false,
          lookup: publicLookup(resolve),
        },
        (answer) => {
          const { statusCode = 0, headers: sentBack } = answer;
          textIn(answer).then(
            (text) => answered({ status: statusCode, retryAfter: sentBack['retry-after'], text }),
            failed,
          );
        },
      );
      // The signal's own reason says that time was up.
      sent.on('error', (error) => failed(signal.aborted ? signal.reason : error));
      return sent.end(body);
    });
