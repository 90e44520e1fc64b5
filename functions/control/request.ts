// What `control` is asked, whoever asks it. Unknown keys are refused before anything is touched.
import * as z from 'zod';
import { InputError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import { byText, nameText, whyText } from '../event-text.ts';

const version = z.int().positive();

/** No file is longer (shared/definition/yaml-file.ts). */
const yaml = z.string().min(1).max(4_000_000);

const resourceName = nameText.transform((name) => name as ResourceName);

/** By name: resources that another environment changes, too, as far as whoever applies can tell. */
export const alsoIn = z.record(nameText, z.strictObject({ environment: nameText, resource: resourceName }));

const common = { environment: nameText };
const change = { ...common, why: whyText.optional(), by: byText.optional() };

const request = z.discriminatedUnion('verb', [
  z.strictObject({
    ...change,
    verb: z.literal('apply'),
    yaml,
    /** How messages call the file. */
    file: nameText.default('the file'),
    /** The version that the caller has seen; without it, whichever is current. */
    basedOn: version.optional(),
    /** What is remembered of resources that are taken out is forgotten. */
    forget: z.boolean().default(false),
    alsoIn: alsoIn.optional(),
    /** Everything but the change itself. */
    dryRun: z.boolean().default(false),
  }),
  z.strictObject({
    ...change,
    verb: z.literal('again'),
    version,
    basedOn: version.optional(),
    forget: z.boolean().default(false),
    /** Of that version, if not said. */
    alsoIn: alsoIn.optional(),
  }),
  z.strictObject({ ...change, verb: z.literal('adopt'), owner: z.enum(['cli', 'stack']) }),
  z.strictObject({ ...common, verb: z.literal('current') }),
  z.strictObject({ ...common, verb: z.literal('history'), limit: z.int().min(1).max(400).default(20) }),
  z.strictObject({ ...common, verb: z.literal('show'), version: version.optional() }),
  z.strictObject({ ...common, verb: z.literal('schedules') }),
  /** Reads the Change Calendars of the current version again. */
  z.strictObject({ ...common, verb: z.literal('refresh-calendars'), by: byText.optional() }),
]);

export type ControlRequest = z.output<typeof request>;
export type RequestOf<V extends ControlRequest['verb']> = Extract<ControlRequest, { verb: V }>;

/** Throws `InputError` naming every key that is wrong. */
export const parseRequest = (event: unknown): ControlRequest => {
  const parsed = request.safeParse(event);
  if (!parsed.success) throw new InputError(`invalid request, nothing was changed:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/** Who asked: AWS's word for it, or only the caller's. */
export type Caller = { readonly by: string; readonly byIsVerified: boolean };
