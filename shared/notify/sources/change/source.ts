// A change in a database of which a rule of a pipeline tells (functions/change-reader). What it says was written by whoever wrote the rule
// and the row: it is text like any other, whichever way it came.
import * as z from 'zod';
import { instant, prose, text } from '#notify/recognition/fields.ts';
import { notification } from '#notify/recognition/recognised.ts';
import { line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import { always, never } from '../../policy.ts';
import { source } from '../../source.ts';

const change = z.object({
  curfew: z.literal('event'),
  source: z.enum(['change', 'data-quality']),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  state: z.enum(['alarm', 'ok', 'event']).catch('event'),
  name: z.string().trim().min(1),
  title: z.string().trim().min(1),
  text: prose,
  table: text,
  pipeline: text,
  at: instant,
});

export const changes = source({
  names: ['change', 'data-quality'],
  policy: { mayBeExpected: never, mayBeFolded: always, isAccountWide: never },
  recognise(raw) {
    const found = change.safeParse(raw.json).data;
    if (!found) return undefined;
    const { title, text: more, table, pipeline, name, at, state, severity, source: from } = found;
    return notification(raw, {
      ...{ source: from, state, severity, name, at },
      key: [pipeline, name],
      detail: { kind: 'change' as const, title, text: more, table },
    });
  },
  render: {
    change: (found, { title, text: more, table }, reader) =>
      laidOut(found, reader, {
        headline: mrkdwn`${iconOf(found)} ${line(title, 600)}`,
        blocks: paragraph(more, 2_000),
        facts: [...when(found.at, reader), named(found.name), ...optional(table, 150)],
      }),
  },
});
