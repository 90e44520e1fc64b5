// Versions of a definition, in words, and what `control` refuses.
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import type { VersionSummary } from '#definition/versions/version.ts';
import type { Answer, Applied, Refusal } from '#functions/control/answer.ts';
import { dayTime } from '../terminal/local-time.ts';
import type { Site } from './site.ts';
import { SiteError } from './site-error.ts';

export type AnswerOf<K extends Answer['kind']> = K extends Applied['kind'] ? Applied : Extract<Answer, { kind: K }>;

/** What is wrong with a file or a request is wrong usage; everything else is about the environment. */
const refused = ({ because, text }: Refusal): Error =>
  because === 'invalid' || because === 'request' ? new InputError(text) : new SiteError(text);

/** Throws what is refused. */
export const asked = async <K extends Answer['kind']>(
  site: Pick<Site, 'control'>,
  request: object,
  ...kinds: readonly K[]
): Promise<AnswerOf<K>> => {
  const answer = await site.control(request);
  if (answer.kind === 'refused') throw refused(answer);
  if ((kinds as readonly string[]).includes(answer.kind)) return answer as AnswerOf<K>;
  throw new SiteError(
    `control answered ${answer.kind}, which this command does not understand: is it of another release?`,
  );
};

/** AWS's word for who it was, or only what was claimed. */
export const whoText = ({ by, byIsVerified }: Pick<VersionSummary, 'by' | 'byIsVerified'>): string =>
  byIsVerified ? by : `claims to be ${by}`;

/** `v41 (Mon 30 Nov 17:02, arn:aws:sts::…, "winter hours")` */
export const versionText = (version: VersionSummary, { timeZone }: Pick<Definition, 'timeZone'>): string => {
  const why = version.why === undefined ? '' : `, "${version.why}"`;
  return `v${version.version} (${dayTime(Date.parse(version.at), timeZone)}, ${whoText(version)}${why})`;
};
