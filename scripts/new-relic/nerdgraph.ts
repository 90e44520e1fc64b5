// New Relic's API, as much of it as dashboards need: which one has a name, creating it and updating it.
import * as z from 'zod';
import type { NewRelicDashboard } from './dashboards.ts';

export type NerdGraph = {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
};

const answer = z.looseObject({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

export const ask = async (
  { endpoint, apiKey, fetch }: NerdGraph,
  query: string,
  variables: object,
): Promise<unknown> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'api-key': apiKey },
    body: JSON.stringify({ query, variables }),
  });
  if (!response.ok) throw new Error(`New Relic answered ${response.status} ${response.statusText}`);
  const { data, errors = [] } = answer.parse(await response.json());
  if (errors.length > 0) throw new Error(`New Relic refused: ${errors.map(({ message }) => message).join('; ')}`);
  return data;
};

const searched = z.object({
  actor: z.object({
    entitySearch: z.object({
      results: z.object({ entities: z.array(z.object({ guid: z.string(), name: z.string() })) }),
    }),
  }),
});

/** A search finds names that only contain it, too. */
export const guidOf = async (api: NerdGraph, accountId: number, name: string): Promise<string | undefined> => {
  const query = `query ($search: String!) { actor { entitySearch(query: $search) { results { entities { guid name } } } } }`;
  const search = `type = 'DASHBOARD' AND accountId = ${accountId} AND name = '${name.replaceAll("'", "\\'")}'`;
  const { actor } = searched.parse(await ask(api, query, { search }));
  return actor.entitySearch.results.entities.find((entity) => entity.name === name)?.guid;
};

const result = z.object({
  entityResult: z.object({ guid: z.string() }).nullish(),
  errors: z.array(z.looseObject({ description: z.string().nullish(), type: z.string() })).nullish(),
});
const changed = z.union([z.object({ dashboardCreate: result }), z.object({ dashboardUpdate: result })]);

const create = `mutation ($accountId: Int!, $dashboard: DashboardInput!) {
  dashboardCreate(accountId: $accountId, dashboard: $dashboard) { entityResult { guid } errors { description type } } }`;
const update = `mutation ($guid: EntityGuid!, $dashboard: DashboardInput!) {
  dashboardUpdate(guid: $guid, dashboard: $dashboard) { entityResult { guid } errors { description type } } }`;

type Pushed = { readonly name: string; readonly did: 'created' | 'updated' };

/** A dashboard is known by its name in the account; what people changed in it by hand is written over. */
export const pushDashboard = async (
  api: NerdGraph,
  accountId: number,
  dashboard: NewRelicDashboard,
): Promise<Pushed> => {
  const guid = await guidOf(api, accountId, dashboard.name);
  const data =
    guid === undefined ? await ask(api, create, { accountId, dashboard }) : await ask(api, update, { guid, dashboard });
  const [outcome] = Object.values(changed.parse(data));
  const problems = outcome?.errors ?? [];
  if (problems.length > 0)
    throw new Error(
      `New Relic refused ${dashboard.name}: ${problems.map(({ description, type }) => description ?? type).join('; ')}`,
    );
  return { name: dashboard.name, did: guid === undefined ? 'created' : 'updated' };
};
