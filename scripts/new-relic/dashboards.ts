// The dashboards of infra/platform/new-relic/*.json for one environment: its names and New Relic's account put in where the files leave
// gaps in braces.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import type { Core } from '#infra/platform/config/core-config.ts';
import { foundationNames, planeNames } from '#infra/platform/core-names.ts';
import { hasDashboard } from '#infra/platform/new-relic-dashboards.ts';

const widget = z.looseObject({
  title: z.string(),
  layout: z.strictObject({ column: z.int(), row: z.int(), width: z.int(), height: z.int() }),
  visualization: z.strictObject({ id: z.string() }),
  rawConfiguration: z.looseObject({
    nrqlQueries: z.array(z.strictObject({ accountIds: z.array(z.int()), query: z.string() })),
  }),
});
const dashboard = z.strictObject({
  name: z.string(),
  description: z.string(),
  permissions: z.literal('PUBLIC_READ_WRITE'),
  pages: z.array(z.strictObject({ name: z.string(), description: z.null(), widgets: z.array(widget) })),
});
export type NewRelicDashboard = z.infer<typeof dashboard>;

const folder = new URL('../../infra/platform/new-relic/', import.meta.url);

/** A gap that has no value is left over, and refused. */
const filledIn = (text: string, values: Readonly<Record<string, string>>): string => {
  const filled = text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
  const left = /\{\w+\}/.exec(filled);
  if (left) throw new Error(`nothing is known for ${left[0]}`);
  return filled;
};

const gapsOf = ({ naming }: Core): Record<string, string> => {
  const names = planeNames(naming);
  return {
    plane: names.plane,
    cluster: names.cluster,
    kafka: foundationNames(naming.prefix).kafka,
    dashboardDb: names.database('dashboard'),
    camundaDb: names.database('camunda'),
  };
};

export const dashboardsOf = (core: Core, accountId: number): NewRelicDashboard[] =>
  globSync('*.json', { cwd: folder })
    .sort()
    .filter((file) => hasDashboard(core, basename(file, '.json')))
    .map((file) => {
      const text = filledIn(readFileSync(new URL(file, folder), 'utf8'), gapsOf(core));
      const read = dashboard.parse(JSON.parse(text));
      for (const page of read.pages)
        for (const { rawConfiguration } of page.widgets)
          for (const query of rawConfiguration.nrqlQueries) query.accountIds = [accountId];
      return read;
    });
