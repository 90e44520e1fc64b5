// The public price list of AWS. Each product is a JSON document in a string, and its price a decimal in a string; the API
// answers in a few regions only, for all of them (facts/aws-semantics.md 9).
import { type Filter, GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { Price, PriceKey } from '#core/cost.ts';
import type { Sends } from '#kinds/adapter.ts';

/** Where the API answers. */
export const priceListRegion = 'us-east-1';

type Attributes = Readonly<Record<string, string | undefined>>;
type Product = {
  readonly product?: { readonly attributes?: Attributes };
  readonly terms?: {
    readonly OnDemand?: Readonly<
      Record<
        string,
        { readonly priceDimensions?: Readonly<Record<string, { readonly pricePerUnit?: { readonly USD?: string } }>> }
      >
    >;
  };
};

type Query = {
  readonly service: string;
  readonly filters: Attributes;
  /** Under which key a product's price is kept; nothing for products that nobody asks for. */
  readonly keyOf: (attributes: Attributes) => PriceKey | undefined;
};

const zones: Readonly<Record<string, string>> = { 'Single-AZ': 'single-az', 'Multi-AZ': 'multi-az' };

const databaseKey = ({ instanceType, deploymentOption = '' }: Attributes): PriceKey | undefined =>
  instanceType && zones[deploymentOption] && `rds/${instanceType}/${zones[deploymentOption]}`;

const storageKey = ({ volumeType, deploymentOption = '' }: Attributes): PriceKey | undefined => {
  const type = /GP3/i.test(volumeType ?? '')
    ? 'gp3'
    : /GP2|General Purpose$/i.test(volumeType ?? '')
      ? 'gp2'
      : undefined;
  return type && zones[deploymentOption] && `rds-storage/${type}/${zones[deploymentOption]}/gb-month`;
};

/** Usage types begin with the region's letters, except in the oldest region. */
const fargateKey = ({ usagetype = '' }: Attributes): PriceKey | undefined => {
  const [, arm, unit] = /(?:^|-)Fargate-(ARM-)?(vCPU|GB)-Hours(?::perCPU)?$/.exec(usagetype) ?? [];
  return unit && `fargate/${arm ? 'arm' : 'x86'}/${unit === 'GB' ? 'gb' : 'vcpu'}`;
};

const cacheKey = ({ instanceType, cacheEngine, usagetype = '' }: Attributes): PriceKey | undefined =>
  instanceType && cacheEngine && /(?:^|-)NodeUsage:/.test(usagetype)
    ? `elasticache/${cacheEngine.toLowerCase()}/${instanceType}`
    : undefined;

const brokerKey = ({ usagetype = '' }: Attributes): PriceKey | undefined => {
  const [, type] = /(?:^|-)Kafka\.([a-z0-9]+\.[a-z0-9]+)$/.exec(usagetype) ?? [];
  return type && `msk/kafka.${type}`;
};

const endingWith =
  (ending: RegExp, key: PriceKey) =>
  ({ usagetype = '' }: Attributes): PriceKey | undefined =>
    ending.test(usagetype) ? key : undefined;

const queries: readonly Query[] = [
  {
    service: 'AmazonRDS',
    filters: { databaseEngine: 'PostgreSQL', productFamily: 'Database Instance' },
    keyOf: databaseKey,
  },
  {
    service: 'AmazonRDS',
    filters: { productFamily: 'Database Storage', databaseEngine: 'PostgreSQL' },
    keyOf: storageKey,
  },
  { service: 'AmazonECS', filters: {}, keyOf: fargateKey },
  { service: 'AmazonElastiCache', filters: { productFamily: 'Cache Instance' }, keyOf: cacheKey },
  { service: 'AmazonMSK', filters: {}, keyOf: brokerKey },
  {
    service: 'AmazonEC2',
    filters: { productFamily: 'NAT Gateway' },
    keyOf: endingWith(/(?:^|-)NatGateway-Hours$/, 'nat-gateway'),
  },
  {
    service: 'AWSELB',
    filters: { productFamily: 'Load Balancer-Application' },
    keyOf: endingWith(/(?:^|-)LoadBalancerUsage$/, 'load-balancer'),
  },
  { service: 'AmazonVPC', filters: {}, keyOf: endingWith(/(?:^|-)PublicIPv4:InUseAddress$/, 'public-ipv4') },
];

/** The dearest of several tiers: the first gigabytes of an allowance are not what an environment uses. */
const usdOf = ({ terms }: Product): number | undefined => {
  const dimensions = Object.values(terms?.OnDemand ?? {}).flatMap(({ priceDimensions = {} }) =>
    Object.values(priceDimensions),
  );
  const prices = dimensions.flatMap(({ pricePerUnit }) =>
    pricePerUnit?.USD === undefined ? [] : [Number(pricePerUnit.USD)],
  );
  return prices.length === 0 ? undefined : Math.max(...prices);
};

const filtersOf = (region: string, filters: Attributes): Filter[] =>
  Object.entries({ regionCode: region, ...filters }).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value }));

const productsOf = async (
  client: Sends<PricingClient>,
  region: string,
  { service, filters }: Query,
): Promise<Product[]> => {
  const documents = await calling(`read the price list of ${service}`, () =>
    allPages(
      (NextToken) =>
        client.send(
          new GetProductsCommand({
            ServiceCode: service,
            Filters: filtersOf(region, filters),
            ...(NextToken ? { NextToken } : {}),
          }),
        ),
      (page) => page.PriceList,
      (page) => page.NextToken,
    ),
  );
  return documents.map((document) => JSON.parse(String(document)) as Product);
};

/** Every price that savings know how to use; of several products under one key the dearest. Throws `OperationError`. */
export const readPriceList = async (
  client: Sends<PricingClient>,
  region: string,
): Promise<Readonly<Record<PriceKey, Price>>> => {
  const prices = new Map<PriceKey, Price>();
  for (const query of queries)
    for (const product of await productsOf(client, region, query)) {
      const key = query.keyOf(product.product?.attributes ?? {});
      const usd = usdOf(product);
      if (key && usd !== undefined && usd > (prices.get(key)?.usd ?? 0)) prices.set(key, { usd, confidence: 'A' });
    }
  return Object.fromEntries([...prices].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
