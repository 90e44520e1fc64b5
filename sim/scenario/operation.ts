// Operations as scenario files name them: which there are, what was meant by one there is not, and what they are about.
import * as z from 'zod';
import { nearest } from '#definition/suggest.ts';
import type { Kind } from '#kinds/resource.ts';
import { isSimulated, simulatedOperations } from '../aws/operations.ts';
import { rehearsalOf } from '../kinds.ts';

const serviceOf = (operation: string): string => operation.split(':')[0] ?? '';
const apiOf = (operation: string): string => operation.split(':').at(-1) ?? '';

const services = [...new Set(simulatedOperations.map(serviceOf))];

/** Services of the contract that this version makes no calls to, so that none of them can fail. */
const notCalled = new Set(['cloudwatch', 'lambda', 'secretsmanager', 'sqs'].filter((name) => !services.includes(name)));

const listed = (items: readonly string[]): string => items.map((item) => `\`${item}\``).join(', ');

const remedyFor = (name: string): string => {
  const sameApi = simulatedOperations.filter((known) => apiOf(known).toLowerCase() === apiOf(name).toLowerCase());
  const meant = sameApi.length === 1 ? sameApi[0] : nearest(name, simulatedOperations);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  const ofService = simulatedOperations.filter((known) => serviceOf(known) === serviceOf(name));
  if (ofService.length > 0) return `use one of ${listed(ofService)}`;
  if (notCalled.has(serviceOf(name))) return `this version makes no calls to \`${serviceOf(name)}\`; remove this entry`;
  return `write \`<service>:<ApiName>\` with a service of ${listed(services)}, or '*' for all of them`;
};

export const operation = z
  .string('is not text')
  .check(({ value, issues }) => {
    if (value === '*' || isSimulated(value)) return;
    const params = { remedy: remedyFor(value) };
    issues.push({ code: 'custom', input: value, message: 'is not an operation of the simulated AWS', params });
  })
  .meta({ examples: ['rds:StartDBInstance'] });

/** Most reads are about many resources at once: when they fail, they fail for all of them. */
export const readsMany = (name: string): boolean =>
  /:(Describe|List)/.test(name) && name !== 'elbv2:DescribeTargetHealth';

const knows = (kind: Kind, name: string): boolean => {
  const { operations, inventoryOperations } = rehearsalOf(kind);
  return [operations, inventoryOperations].some((known) => known?.[serviceOf(name)]?.includes(apiOf(name)));
};

/** Whether an operation can be about a kind of resource: `*` about every kind, those of Curfew's own state about none. */
export const isAbout = (name: string, kind: Kind): boolean => name === '*' || knows(kind, name);
