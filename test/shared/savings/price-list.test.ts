// Prices as AWS's Price List API tells them: documents in strings, decimals in strings.
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { describe, expect, it } from 'vitest';
import { readPriceList } from '#savings/price-list.ts';
import { parsePrices } from '#savings/prices.ts';
import { mockClass } from '#test/support/mock-class.ts';
import { pricesText } from '../../../cli/live/refresh-prices.ts';

const product = (attributes: Record<string, string>, ...usd: string[]): string =>
  JSON.stringify({
    product: { sku: 'ABC', attributes },
    terms: {
      OnDemand: {
        'ABC.JRTCKXETXF': {
          priceDimensions: Object.fromEntries(
            usd.map((one, index) => [`ABC.JRTCKXETXF.${index}`, { unit: 'Hrs', pricePerUnit: { USD: one } }]),
          ),
        },
      },
    },
  });

const listed: Record<string, string[]> = {
  AmazonRDS: [
    product({ instanceType: 'db.t4g.medium', deploymentOption: 'Single-AZ' }, '0.0650000000'),
    product({ instanceType: 'db.t4g.medium', deploymentOption: 'Multi-AZ' }, '0.1290000000'),
    product({ instanceType: 'db.t4g.medium', deploymentOption: 'Multi-AZ (readable standbys)' }, '9.9'),
    product({ volumeType: 'General Purpose-GP3', deploymentOption: 'Single-AZ' }, '0.115'),
  ],
  AmazonECS: [
    product({ usagetype: 'SAE1-Fargate-vCPU-Hours:perCPU' }, '0.0696'),
    product({ usagetype: 'SAE1-Fargate-ARM-GB-Hours' }, '0.0061'),
    product({ usagetype: 'SAE1-Fargate-EphemeralStorage-GB-Hours' }, '0.0002'),
  ],
  AmazonElastiCache: [
    product(
      { instanceType: 'cache.t4g.small', cacheEngine: 'Valkey', usagetype: 'SAE1-NodeUsage:cache.t4g.small' },
      '0.04',
    ),
    product({ instanceType: 'cache.t4g.small', cacheEngine: 'Valkey', usagetype: 'SAE1-ExtendedSupport' }, '0.5'),
  ],
  AmazonMSK: [product({ usagetype: 'SAE1-Kafka.t3.small' }, '0.0798')],
  AmazonEC2: [
    product({ usagetype: 'SAE1-NatGateway-Hours' }, '0.093'),
    product({ usagetype: 'SAE1-NatGateway-Bytes' }, '0.09'),
  ],
  AWSELB: [product({ usagetype: 'SAE1-LoadBalancerUsage' }, '0.034')],
  AmazonVPC: [product({ usagetype: 'SAE1-PublicIPv4:InUseAddress' }, '0.0000000000', '0.0050000000')],
};

const priceList = () => {
  const client = mockClass(PricingClient);
  client.on(GetProductsCommand).callsFake(({ ServiceCode, NextToken }: { ServiceCode: string; NextToken?: string }) => {
    // Two pages, whatever there is.
    const [first, ...rest] = listed[ServiceCode] ?? [];
    return NextToken
      ? { PriceList: rest }
      : { PriceList: first ? [first] : [], ...(rest.length > 0 ? { NextToken: 'more' } : {}) };
  });
  return client;
};

describe('the price list', () => {
  it('the price list becomes prices by key, of every page, and nothing that is no price of an hour', async () => {
    priceList();

    expect(await readPriceList(new PricingClient(), 'sa-east-1')).toEqual({
      'elasticache/valkey/cache.t4g.small': { usd: 0.04, confidence: 'A' },
      'fargate/arm/gb': { usd: 0.0061, confidence: 'A' },
      'fargate/x86/vcpu': { usd: 0.0696, confidence: 'A' },
      'load-balancer': { usd: 0.034, confidence: 'A' },
      'msk/kafka.t3.small': { usd: 0.0798, confidence: 'A' },
      'nat-gateway': { usd: 0.093, confidence: 'A' },
      'public-ipv4': { usd: 0.005, confidence: 'A' },
      'rds-storage/gp3/single-az/gb-month': { usd: 0.115, confidence: 'A' },
      'rds/db.t4g.medium/multi-az': { usd: 0.129, confidence: 'A' },
      'rds/db.t4g.medium/single-az': { usd: 0.065, confidence: 'A' },
    });
  });

  it('the price list asks for the region only', async () => {
    const client = priceList();
    await readPriceList(new PricingClient(), 'sa-east-1');

    for (const { args } of client.commandCalls(GetProductsCommand))
      expect(args[0].input.Filters).toContainEqual({ Type: 'TERM_MATCH', Field: 'regionCode', Value: 'sa-east-1' });
  });

  it('the price list is written as a table that can be read again, with its date', async () => {
    priceList();
    const text = await pricesText(new PricingClient(), 'sa-east-1', Date.parse('2026-11-20T12:00:00Z'));

    expect(parsePrices(text, 'sa-east-1')).toMatchObject({ region: 'sa-east-1', asOf: '2026-11-20' });
  });

  it('the price list is not written when there is nothing in it', async () => {
    const client = mockClass(PricingClient);
    client.on(GetProductsCommand).resolves({ PriceList: [] });

    await expect(pricesText(new PricingClient(), 'mars', 0)).rejects.toThrow(/no price for mars.*Nothing was written/);
  });
});
