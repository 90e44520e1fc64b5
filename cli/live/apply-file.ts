// `curfew apply`: a file, or an old version, becomes the definition that runs use from then on.
import type { Loaded } from '#definition/check-text.ts';
import { checkText } from '#definition/check-text.ts';
import { type AlsoIn, alsoInOf } from '#definition/shared-things.ts';
import { amongOthers, loadedDefinitionFor } from '../files/environments.ts';
import { consent } from '../terminal/ask.ts';
import { shown } from '../terminal/output.ts';
import { inPlace } from '../terminal/question.ts';
import { comparedLines, comparedWith } from './diff-file.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';
import { type AnswerOf, asked } from './versions.ts';

export type ApplyOptions = SiteOptions & {
  readonly why?: string;
  readonly version?: number;
  readonly yes?: true;
  readonly forget?: true;
  readonly json?: true;
};

type Applied = AnswerOf<'applied' | 'same'>;

/** What is applied: the file itself, or that of an old version. */
const chosen = async (site: Site, loaded: Loaded, { version }: ApplyOptions): Promise<Loaded> => {
  if (version === undefined) return loaded;
  const { yaml } = await asked(site, { verb: 'show', version }, 'shown');
  return checkText(yaml, `v${version}`);
};

const question = async (site: Site, environment: string, profile: string | undefined): Promise<string | undefined> => {
  if (site.isSimulated) return undefined;
  const where = inPlace(site.place, { account: await site.account(), profile });
  return [`This makes it the definition of ${environment} ${where}.`, 'Apply it?'].map(shown).join('\n');
};

const sharedLine = (alsoIn: AlsoIn): string[] => {
  const names = Object.entries(alsoIn).map(([name, other]) => `${name} (${other.resource} of ${other.environment})`);
  return names.length === 0 ? [] : [`in another environment, too, so that no stop stops them: ${names.join(', ')}`];
};

const saidOf = (answer: Applied, environment: string, seconds: number): string[] => {
  const { kind, version, forgotten = [] } = answer;
  const took = `${seconds.toFixed(1)} s`;
  const what = kind === 'same' ? `${environment}: v${version} already` : `${environment}: v${version} applied`;
  const schedules =
    answer.schedules === 'set' ? 'schedules set' : `schedules follow within 15 minutes (${answer.reason})`;
  return [
    `${what}, ${schedules}, ${took}`,
    ...(forgotten.length === 0 ? [] : [`forgotten, and left down: ${forgotten.join(', ')}`]),
    ...(answer.calendars ?? []).map((text) => `⚠ ${text}`),
  ];
};

/** Answers with the exit code. */
export const applyByHand = (name: string, options: ApplyOptions): Promise<number> => {
  const file = loadedDefinitionFor(name);
  const { environment } = file.definition;
  return siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const loaded = await chosen(site, file, options);
    const compared = await comparedWith(site, loaded);
    if (!options.json) tell(site, comparedLines(compared, loaded));
    const isSame = compared.changes?.changes.length === 0;
    const code = await consent(options, () =>
      isSame ? undefined : question(site, environment, options.profile ?? process.env.AWS_PROFILE),
    );
    if (code !== 0) return code;
    const { current } = compared;
    const common = {
      ...(options.why === undefined ? {} : { why: options.why }),
      ...(current ? { basedOn: current.version } : {}),
      forget: options.forget === true,
      // An old version is read among the files of today, too.
      alsoIn: alsoInOf(amongOthers({ definition: loaded.definition, file: file.file })),
    };
    const what =
      options.version === undefined
        ? { verb: 'apply', yaml: loaded.text, file: loaded.file }
        : { verb: 'again', version: options.version };
    const begun = performance.now();
    const answer = await asked(site, { ...common, ...what }, 'applied', 'same');
    const seconds = (performance.now() - begun) / 1_000;
    if (options.json) tellJson(site, { environment, ...answer, seconds: Math.round(seconds * 10) / 10 });
    else tell(site, [...saidOf(answer, environment, seconds), ...sharedLine(common.alsoIn)]);
    return 0;
  });
};
