// What pushing a dashboard would change, for people to read before: widgets by page and title.
import * as z from 'zod';
import type { NewRelicDashboard } from './dashboards.ts';
import { ask, guidOf, type NerdGraph } from './nerdgraph.ts';

const existing = z.object({
  actor: z.object({
    entity: z
      .looseObject({
        pages: z.array(
          z.looseObject({
            name: z.string(),
            widgets: z.array(z.looseObject({ title: z.string().nullable(), rawConfiguration: z.unknown() })),
          }),
        ),
      })
      .nullable(),
  }),
});

const read = `query ($guid: EntityGuid!) { actor { entity(guid: $guid) { ... on DashboardEntity {
  pages { name widgets { title rawConfiguration } } } } } }`;

type Page = {
  readonly name: string;
  readonly widgets: readonly { readonly title: string | null; readonly rawConfiguration: unknown }[];
};

/** The queries of a widget are what it is; New Relic adds settings of its own to the rest. */
const queriesOf = (configuration: unknown): string => {
  const parsed = z.looseObject({ nrqlQueries: z.array(z.looseObject({ query: z.string() })) }).safeParse(configuration);
  return parsed.success ? parsed.data.nrqlQueries.map(({ query }) => query).join('\n') : JSON.stringify(configuration);
};

const widgetsOf = (pages: readonly Page[]): ReadonlyMap<string, string> =>
  new Map(
    pages.flatMap(({ name, widgets }) =>
      widgets.map(({ title, rawConfiguration }) => [`${name} / ${title}`, queriesOf(rawConfiguration)] as const),
    ),
  );

export const differences = (before: readonly Page[], after: readonly Page[]): string[] => {
  const [old, wanted] = [widgetsOf(before), widgetsOf(after)];
  return [
    ...[...wanted.keys()].filter((key) => !old.has(key)).map((key) => `+ ${key}`),
    ...[...old.keys()].filter((key) => !wanted.has(key)).map((key) => `- ${key}`),
    ...[...wanted].filter(([key, query]) => old.has(key) && old.get(key) !== query).map(([key]) => `~ ${key}`),
  ];
};

/** `+ page / widget` is made, `-` is deleted, `~` asks something else. */
export const diffDashboard = async (
  api: NerdGraph,
  accountId: number,
  dashboard: NewRelicDashboard,
): Promise<readonly string[]> => {
  const guid = await guidOf(api, accountId, dashboard.name);
  const entity = guid === undefined ? null : existing.parse(await ask(api, read, { guid })).actor.entity;
  return differences(entity?.pages ?? [], dashboard.pages);
};
