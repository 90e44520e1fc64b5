// What nothing can stop: its API has no such call, or a delete and a new one would be needed. It is there so that the report and the
// savings name it, and so that what depends on it can wait for it.
import * as z from 'zod';
import { awsName } from '../fields.ts';
import { status, timeoutSeconds, url } from '../gates/http-check.ts';
import { kindDefinition } from '../kind-definition.ts';

export type AlwaysOnObservation = {
  readonly kind: 'always-on';
  readonly status: 'up' | 'down' | 'not-checked';
  readonly says?: string;
};

type AlwaysOnTypes = { readonly observation: AlwaysOnObservation };

/** What they are called, and the key of the price table for those that it has. */
export const alwaysOnServices = {
  'amazon-mq': { title: 'Amazon MQ' },
  keyspaces: { title: 'Amazon Keyspaces' },
  'load-balancer': { title: 'Elastic Load Balancing', price: 'load-balancer' },
  memorydb: { title: 'Amazon MemoryDB' },
  mwaa: { title: 'Amazon MWAA' },
  'nat-gateway': { title: 'NAT gateway', price: 'nat-gateway' },
  opensearch: { title: 'Amazon OpenSearch Service' },
  'redshift-serverless': { title: 'Amazon Redshift Serverless' },
  other: { title: 'a service' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly price?: string }>>;

type AlwaysOnService = keyof typeof alwaysOnServices;

const services = Object.keys(alwaysOnServices) as [AlwaysOnService, ...AlwaysOnService[]];

export const alwaysOn = kindDefinition<AlwaysOnTypes>()({
  help: 'Something that nothing can stop, such as an MWAA environment or a NAT gateway: a gate that Curfew never changes. The report and the savings name it.',
  fields: {
    service: z.enum(services, `is none of ${services.map((one) => `\`${one}\``).join(', ')}`).meta({
      description: 'What it is.',
      examples: ['mwaa'],
    }),
    id: awsName(/^[\x21-\x7e]{1,255}$/, 'name or id by which you know it', 'poc-atlas-dev-airflow'),
    monthlyUsd: z
      .number('is not an amount')
      .min(0, 'is less than 0')
      .max(10_000_000, 'is more than 10,000,000')
      .meta({
        description:
          'What it costs a month in US dollars, by your bill. Without it savings use the price table, which knows NAT gateways and load balancers, or say "not priced".',
        examples: [380],
      })
      .exactOptional(),
    url: url.exactOptional(),
    status,
    timeoutSeconds,
  },
  identity: ['service', 'id'],
  deadlineMinutes: { start: 15, stop: 5 },
  changesMax: 0,
  gate: 'always',
  init: { order: 'store', role: 'store', word: 'always-on', heading: 'Always on: nothing can stop these.' },
});
