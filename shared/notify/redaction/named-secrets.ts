// In prose and in JSON that could not be parsed: a name that says that a secret follows, and what follows. Every repetition has a bound.
import { removed } from './links.ts';
import { secretNameInText } from './secret-names.ts';

/** Of a header: how somebody says who they are. */
const schemes = 'bearer|basic|api-?key|token|key|digest|negotiate|ntlm|oauth|hawk|geniekey|ssws';

/** What was redacted is not redacted again, however the spaces before it are shared out. */
const notRemoved = '(?![\\s>=:"\'\\\\]{0,8}(?:(?:SCHEMES) {1,3}|[\\w+]{1,20}://)?\\[removed\\])'.replace(
  'SCHEMES',
  schemes,
);
/** One in double quotes may have been cut off. */
const quoted = '(?:\\\\{0,3}"[^"\\n]{1,1000}"?|\'[^\'\\n]{1,1000}\'|`[^`\\n]{1,1000}`)';
const bare = '[^\\s"\',;&)}\\]<]{1,1000}';
/** Opens and closes a name in JSON, however often that was quoted. */
const quote = '(?:\\\\{0,3}["\']|%22)?';

/** `=`, `:`, `=>`, `->`; nothing before a quote; a tab; percent-encoded. */
const between = `${quote}(?:[ \\t]{0,5}(?:=>|->|:=|[:=]|%3[AD])[ \\t]{0,5}|[ \\t]{1,3}(?=["'])|\\t)`;

const replaced = `$1$2${removed}`;
/** The name of a secret in Secrets Manager is none. */
const notOfAnArn = '(?<!:secretsmanager:[\\w-]{0,30}:\\d{12}:)';

const withName = (form: string, flags = 'gi'): RegExp => new RegExp(form.replaceAll('NAME', secretNameInText), flags);

const patterns: readonly (readonly [form: RegExp, instead: string])[] = [
  // All of a header, whose values have spaces.
  [/\b((?:set-)?cookie2?)(\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)(?!\s{0,3}\[removed\])[^\n"\\]{1,4000}/gi, replaced],
  [
    new RegExp(
      `\\b((?:proxy-)?authori[sz]ation)(\\\\?["']?\\s{0,3}[:=]\\s{0,3}\\\\?["']?(?:(?:${schemes}) {1,3})?)${notRemoved}(?:[A-Za-z][\\w-]{0,30} )?[^\\s"\\\\,]{1,4000}(?:, ?\\w{1,30}=[^\\s,]{1,400}){0,20}`,
      'gi',
    ),
    replaced,
  ],
  [
    /\b(bearer|basic|apikey|digest|negotiate)( {1,5})(?!\[removed\])(?=[^\s]{0,60}[\d+/=_-])[\w.~+/=-]{8,4000}/gi,
    replaced,
  ],
  // <password>…</password>, <add key="DbPassword" value="…"/>
  [withName(`(<[\\w.:-]{0,40}?NAME(?: [^<>]{0,100})?)(>)${notRemoved}[^<\\n]{1,1000}`), replaced],
  [
    withName(
      `((?:name|key)${quote}\\s{0,3}[:=]\\s{0,3}${quote}[\\w.-]{0,40}?NAME)(${quote}[\\s,;]{1,5}${quote}(?:parameter|output|option)?(?:value|val|content)${quote}\\s{0,3}[:=]\\s{0,3})${notRemoved}(?:${quoted}|${bare})`,
    ),
    replaced,
  ],
  // --password hunter2
  [withName(`(?<=\\s--[\\w-]{0,40})(NAME)([ =]{1,3})${notRemoved}(?!-)(?:${quoted}|${bare})`), replaced],
  [withName(`${notOfAnArn}(NAME)(${between})${notRemoved}(?:${quoted}|${bare})`), replaced],
  // "the password is hunter2", and not "the password is wrong".
  [
    withName(
      `(NAME)((?: for [\\w./-]{1,60})? (?:is|was|set to|equals|now)(?: now)?:? {1,3})${notRemoved}(?=[^\\s]{0,80}[\\d!#$%^&*_])(?:${quoted}|[^\\s"',;]{4,200})`,
    ),
    replaced,
  ],
];

/** Every pattern asks for one of these words, which most texts do not have: one look for them instead of one per pattern. */
const anyName = withName('NAME|cookie|authori[sz]ation|bearer|basic|apikey|digest|negotiate', 'i');

export const redactNamedSecrets = (text: string): string =>
  anyName.test(text) ? patterns.reduce((clean, [form, instead]) => clean.replace(form, instead), text) : text;
