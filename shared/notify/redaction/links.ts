// Links that act for anyone who opens them, and passwords inside of links. Every repetition has a bound.

export const removed = '[removed]';

/**
 * Places where everybody who knows the address may post, with or without the scheme, as it is or percent-encoded. A host that
 * begins with a customer's name is looked for without that.
 */
const webhookHosts = [
  'hooks\\.slack(?:-gov)?\\.com',
  'discord(?:app)?\\.com/api/(?:v\\d{1,2}/)?webhooks',
  'webhook\\.office\\.com',
  'outlook\\.office(?:365)?\\.com/webhook',
  'logic\\.azure\\.com(?::443)?/(?:workflows|powerautomate)',
  'powerplatform\\.com(?::443)?/powerautomate',
  'chat\\.googleapis\\.com/v1/spaces',
  'hooks\\.zapier\\.com/hooks',
  'maker\\.ifttt\\.com/(?:use|trigger)',
  'events\\.pagerduty\\.com/integration',
  'api\\.telegram\\.org/bot',
  'alert\\.victorops\\.com/integrations',
  'webhook\\.site',
  'hook\\.[\\w.]{0,20}make\\.com',
] as const;

const encodedOrNot = (host: string): string =>
  host.replaceAll('/', '(?:/|%2[Ff])').replaceAll(':443', '(?::443|%3A443)');

const webhooks = new RegExp(
  `(?:https?(?::|%3A)(?:/|%2F|\\\\/){2})?(?:${webhookHosts.map(encodedOrNot).join('|')})(?:/|%2F|\\\\/|(?<=[=t]))[^\\s"'<>|)\\]}]{1,600}`,
  'gi',
);

const link = /(?:https?:\/\/|\?)[^\s"'<>|]{1,6000}/gi;

/** Opening it means acting as somebody else: signed, or an answer to a subscription. */
const acts =
  /[?&](?:Action=(?:Unsubscribe|ConfirmSubscription)|X-(?:Amz|Goog)-(?:Signature|Security-Token|Credential)=|(?:sig|signature|\w{0,20}[_-]?token|api_?key|jwt|otp)=|code=[\w./-]{16})/i;

/** The last `@` ends it: a password may have one, too. */
const userInfo =
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}(?::|%3A)(?:\/\/|%2F%2F|\\\/\\\/))[^\s/:@"'<>?#%]{0,200}(?::|%3A)[^\s/"'<>]{1,400}(?:@|%40)(?=[\w[])/gi;
/** `https://token@host`: who signs in with a name alone has a name, so only what no name looks like. */
const tokenAsUser = /(https?:\/\/)(?=[\w-]{0,99}\d)[\w-]{20,200}@/gi;
const oracle = /(thin:)[^\s/@]{1,100}\/[^\s@]{1,200}@/gi;

/** Credentials given to a command. */
const ofCommands = /(\s(?:-u|--user|--proxy-user)[ =]["']?[\w.@-]{1,100}:)[^\s"']{1,200}/g;

/** Every address has a dot, and every password in a link an `@` behind it. Most texts have neither. */
const at = /@|%40/;

const redactPasswords = (text: string): string =>
  text.replace(userInfo, `$1${removed}@`).replace(tokenAsUser, `$1${removed}@`).replace(oracle, `$1${removed}@`);

export const redactLinks = (text: string): string => {
  const addressed = (text.includes('.') ? text.replace(webhooks, removed) : text).replace(link, (found) =>
    acts.test(found) ? removed : found,
  );
  return (at.test(addressed) ? redactPasswords(addressed) : addressed).replace(ofCommands, `$1${removed}`);
};
