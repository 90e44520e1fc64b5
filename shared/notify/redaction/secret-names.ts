// Names of secrets, for keys of values and for names in prose. A name is secret if it ends in one of these, with anything before
// it and with its words joined in any way.

/** Words are joined by nothing, a space, or one of `-_.`. */
const namePatterns = [
  'pass(?:word|wd|code|phrase)s?',
  'pwd',
  'secret',
  'secrets? ?(?:key|value|string|text|id|token)',
  'token',
  'tokens? ?(?:secret|value)',
  'credentials?',
  'creds',
  'authori[sz]ation',
  'auth ?(?:key|code|header)',
  'cookies?',
  'set ?cookie',
  'session ?(?:key|cookie)',
  'sessid',
  'jwt',
  'bearer',
  'api ?keys?',
  'apikeys?',
  'app(?:lication)? ?key',
  'access ?key(?: ?id)?',
  'account ?key',
  'admin ?key',
  'client ?key',
  'consumer ?key',
  'deploy ?key',
  'encryption ?key',
  'ingest(?:ion)? ?key',
  'integration ?key',
  'licen[cs]e ?keys?',
  'instrumentation ?key',
  'master ?key',
  'primary ?key ?secret',
  'private ?key',
  'routing ?key',
  'service ?key',
  'shared ?(?:access ?)?(?:key|signature)',
  'shared ?access ?signature',
  'signing ?(?:key|secret)',
  'signature',
  'ssh ?key',
  'storage ?key',
  'subscription ?key',
  'webhook(?: ?(?:url|uri|key))?',
  'signing ?cert ?url',
  '(?:un)?subscribe ?url',
  'connection ?str(?:ing)?',
  'conn ?str(?:ing)?',
  '(?:database|db|mongo(?:db)?|redis|amqp|broker|postgres|mysql) ?(?:url|uri|dsn)',
  'sentry ?dsn',
  'one ?time ?(?:code|pass)',
  'otp(?: ?(?:code|seed))?',
  'totp',
  'mfa ?code',
  'recovery ?codes?',
  'verification ?code',
  'seed ?phrase',
  'mnemonic',
  'keystore ?pass',
  'truststore ?pass',
] as const;

const joined = namePatterns.map((pattern) => pattern.replaceAll(' ?', '[-_. ]?')).join('|');

/** `DB_PASS`, `db.pass`, `dbPass`, but not `bypass`, nor `pass` alone, which is a result. */
const shortForms =
  '(?:[\\w.-]{1,40}[-_.])?(?:db|user|root|admin|mail|smtp|pg|redis|mysql|ftp|proxy)[-_.]?pass|[\\w.-]{1,40}[-_.]pass';

/** For keys of parsed data. */
export const secretName = new RegExp(`(?:${joined}|${shortForms})$`, 'i');

/** For prose. It leaves out the prefix of a name, which is kept anyway and would make the search slow. */
export const secretNameInText = `(?:${joined}|[-_.]pass|(?:db|user|root|admin|mail|smtp|pg|redis|mysql|ftp|proxy)pass)`;
