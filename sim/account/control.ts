// The function `control` of a deployed environment, as a deployment meets it: it takes what a stack delivers, and applies what the
// granted rights cover.
import { gunzipSync } from 'node:zlib';
import { type Granted, grantedBy, isNothing, missingFrom, missingText } from '#access/granted.ts';
import { checkText } from '#definition/load.ts';

type Version = { readonly version: number; readonly yaml: string };

export type SimulatedControl = {
  readonly ask: (request: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Answers with why it fails. */
  readonly deliver: (properties: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
  readonly versions: readonly Version[];
};

export const simulatedControl = (): SimulatedControl => {
  const versions: Version[] = [];
  let granted: Granted | undefined;
  const put = (yaml: string) => {
    if (versions.at(-1)?.yaml !== yaml) versions.push({ version: versions.length + 1, yaml });
    return versions.length;
  };
  const apply = (yaml: string) => {
    const { definition } = checkText(yaml, 'the file');
    if (!granted) return { kind: 'refused', because: 'rights', text: 'it is not known which rights it has' };
    const missing = missingFrom(granted, grantedBy(definition));
    if (!isNothing(missing)) return { kind: 'refused', because: 'rights', text: missingText(missing).join('; ') };
    const isSame = versions.at(-1)?.yaml === yaml;
    return { kind: isSame ? 'same' : 'applied', version: put(yaml), schedules: 'set' };
  };
  return {
    versions,
    async ask({ verb, yaml }) {
      if (verb === 'apply') return apply(String(yaml));
      const version = versions.at(-1);
      return { kind: 'current', ...(version ? { version } : {}) };
    },
    async deliver({ Definition, Owner }) {
      const yaml = gunzipSync(Buffer.from(String(Definition), 'base64')).toString('utf8');
      granted = grantedBy(checkText(yaml, 'the delivered definition').definition);
      if (versions.length === 0 || Owner === 'stack') put(yaml);
      return undefined;
    },
  };
};
