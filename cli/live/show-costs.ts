// `curfew costs`: what an environment costs against what was planned, for people or as JSON.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import { type CostPlan, noPlan } from '#costs/cost-plan.ts';
import { type Costs, costsReport } from '#costs/costs.ts';
import { spentOnce } from '#costs/kept-spent.ts';
import { readCostPlan } from '#costs/load-plan.ts';
import type { SpentQuery } from '#costs/spent.ts';
import type { Definition } from '#definition/definition.ts';
import { monthAt } from '#savings/month.ts';
import { hasPrices } from '#savings/prices.ts';
import { pricesDirectory } from '../files/prices.ts';
import { costsTable } from '../tables/costs-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import { savingsIn } from './savings-in.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';

export type CostsOptions = SiteOptions & {
  readonly month?: string;
  readonly plan?: string;
  readonly json?: true;
  readonly verbose?: true;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : String(error);
    throw new InputError(
      `the plan ${file} cannot be read: ${code}; give the path of a YAML or Markdown file with --plan`,
    );
  }
};

const planFile = ({ environment }: Definition): string | undefined =>
  ['yaml', 'yml', 'md'].map((ending) => join('costs', `${environment}.${ending}`)).find((file) => existsSync(file));

type Plan = { readonly plan: CostPlan; readonly file: string | undefined };

export const planFor = (definition: Definition, given: string | undefined): Plan => {
  const file = given ?? planFile(definition);
  return { plan: file === undefined ? noPlan : readCostPlan(textOf(file), file), file };
};

export const costsIn = async (site: Site, { plan }: Plan, { month: given, region }: CostsOptions): Promise<Costs> => {
  const { environment, timeZone } = site.definition;
  const nowMs = site.ports.runtime.now().getTime();
  const month = given ?? monthAt(nowMs, timeZone);
  if (month > monthAt(nowMs, timeZone))
    throw new InputError(`--month: ${month} has not begun; nothing is known of its costs`);
  const value = plan.value ?? environment;
  const query: SpentQuery = { month, tag: plan.tag, value, componentTag: plan.componentTag, nowMs };
  const ask = spentOnce({
    ...site.costs,
    warn: (reason) => complainOf(site, `⚠ the answer of Cost Explorer is not kept for the day: ${reason}`),
  });
  // Without prices the rest of the report is worth having.
  const isPriced = hasPrices(region ?? site.definition.region, pricesDirectory);
  const found = isPriced ? await savingsIn(site, { month, region }) : undefined;
  return costsReport({ environment, plan, value, spent: await ask(environment, query), savings: found });
};

/** The plan is read before anything is asked: a request costs money. Throws `InputError`. */
export const showCosts = (name: string, options: CostsOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const plan = planFor(site.definition, options.plan);
    const found = await costsIn(site, plan, options);
    if (options.json) tellJson(site, { ...found, plan: plan.file ?? null });
    else tell(site, costsTable(found, { plan: plan.file, width: terminalWidth(), verbose: options.verbose === true }));
  });
