// A version as it is stored: its texts compressed. What is read is held against what was asked for.
import { gunzipSync, gzipSync } from 'node:zlib';
import { InputError, OperationError } from '#core/errors.ts';
import { canonicalJson, hashOfText, schemaNow } from './content.ts';
import type { DefinitionPin, DefinitionVersion, NewVersion } from './version.ts';

export type StoredVersion = Omit<DefinitionVersion, 'environment' | 'yaml' | 'content'> & {
  readonly yaml: Uint8Array;
  readonly json: Uint8Array;
};

/** DynamoDB takes 400 KB, keys and everything else included. */
const compressedBytesMax = 390 * 1_024;
/** A file has four million characters at most, of up to three bytes each. */
const textBytesMax = 16 * 1_024 * 1_024;

/** Throws `InputError` for one that the table would not take. */
export const toStored = ({ yaml, content, ...next }: NewVersion, version: number, basedOn?: number): StoredVersion => {
  const json = canonicalJson(content);
  const texts = { yaml: gzipSync(yaml), json: gzipSync(json) };
  const bytes = texts.yaml.byteLength + texts.json.byteLength;
  if (bytes > compressedBytesMax)
    throw new InputError(
      `the definition is too large: ${Math.ceil(bytes / 1_024)} KB compressed, ${compressedBytesMax / 1_024} KB at most; split it into several environments`,
    );
  const from = basedOn === undefined ? {} : { basedOn };
  return { ...next, ...texts, ...from, version, hash: hashOfText(json), schema: schemaNow };
};

const refusal = (environment: string, { version }: DefinitionPin, what: string, remedy: string): OperationError =>
  new OperationError('INVALID', `definition v${version} of ${environment} ${what}. ${remedy}`);

type Text = { readonly compressed: Uint8Array; readonly text: string; readonly hash: string };

/** The texts unpacked last: every read of a version brings the same bytes, and a process works by few versions. */
const unpacked: Text[] = [];
const unpackedMax = 8;

const textOf = (compressed: Uint8Array): Text => {
  const known = unpacked.find((one) => Buffer.compare(one.compressed, compressed) === 0);
  if (known) return known;
  const text = gunzipSync(compressed, { maxOutputLength: textBytesMax }).toString('utf8');
  const made = { compressed: Uint8Array.from(compressed), text, hash: hashOfText(text) };
  unpacked.unshift(made);
  unpacked.length = Math.min(unpacked.length, unpackedMax);
  return made;
};

const textsOf = (environment: string, { yaml, json, ...version }: StoredVersion) => {
  try {
    return { yaml: textOf(yaml).text, json: textOf(json) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal(environment, version, `cannot be unpacked (${why})`, applyAgain);
  }
};

const applyAgain = 'Apply the file again: curfew apply FILE';

/** Throws `OperationError`, never retryable, for what is not what was pinned. */
export const fromStored = (
  environment: string,
  pin: DefinitionPin,
  stored: StoredVersion | undefined,
): DefinitionVersion => {
  if (!stored) throw refusal(environment, pin, 'is not in the table', applyAgain);
  if (stored.schema > schemaNow)
    throw refusal(
      environment,
      pin,
      `was stored by a newer Curfew (schema ${stored.schema}, this one reads ${schemaNow})`,
      'Deploy this release or a newer one to the functions: curfew deploy FILE',
    );
  const { yaml, json } = textsOf(environment, stored);
  if (stored.version !== pin.version || stored.hash !== pin.hash || json.hash !== pin.hash)
    throw refusal(environment, pin, 'is not what was applied: its hash differs', applyAgain);
  const { yaml: _yaml, json: _json, ...version } = stored;
  let read: { readonly content: unknown } | undefined;
  return {
    ...version,
    environment,
    yaml,
    /** Read on request: whoever knows the definition by its hash does not need it. */
    get content() {
      read ??= { content: JSON.parse(json.text) };
      return read.content;
    },
  };
};
