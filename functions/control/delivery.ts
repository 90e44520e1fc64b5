// A stack delivers the definition that it was made from, as a custom resource of CloudFormation: what it granted is noted, and where
// the stack owns the definition, or nobody has applied one yet, it becomes the current version.
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { grantedBy } from '#access/granted.ts';
import { removeSchedules } from '#run/schedules/keep-schedules.ts';
import { applyFile } from './apply.ts';
import { checkFile, isRefusal } from './check.ts';
import { standingIn, toGrantedAccess } from './granted.ts';
import type { ControlPorts } from './ports.ts';
import { alsoIn } from './request.ts';

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const properties = z.looseObject({
  Environment: z.string().min(1),
  Owner: z.enum(['cli', 'stack']),
  Definition: z.string().min(1),
  Granted: z.string().min(1),
  AlsoIn: z.preprocess((text) => (typeof text === 'string' ? parsedJson(text) : text), alsoIn).optional(),
});

export const deliveryEvent = z.looseObject({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url({ protocol: /^https?$/ }),
  StackId: z.string().min(1),
  RequestId: z.string().min(1),
  LogicalResourceId: z.string().min(1),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.looseObject({}),
});
type DeliveryEvent = z.output<typeof deliveryEvent>;

/** As CloudFormation wants it, 4 KB at most. */
export type DeliveryAnswer = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: { readonly Version: string };
};

const textMax = 16 * 1_024 * 1_024;
const reasonMax = 1_500;

/** `mine-operations` of a stack's ARN. */
const stackName = (stackId: string): string => stackId.split('/')[1] ?? stackId;

type Delivered = { readonly version?: number; readonly refused?: string };

const deliver = async (event: DeliveryEvent, environment: string, ports: ControlPorts): Promise<Delivered> => {
  const parsed = properties.safeParse(event.ResourceProperties);
  if (!parsed.success) return { refused: z.prettifyError(parsed.error) };
  const { Environment, Owner, Definition, AlsoIn } = parsed.data;
  if (Environment !== environment) return { refused: `this function is of ${environment}, not of ${Environment}` };
  const stack = stackName(event.StackId);
  const yaml = gunzipSync(Buffer.from(Definition, 'base64'), { maxOutputLength: textMax }).toString('utf8');
  const file = `the definition of stack ${stack}`;
  const definition = checkFile(yaml, file, environment);
  if (isRefusal(definition)) return { refused: definition.text };
  const [before, current] = await Promise.all([
    ports.versions.granted(environment),
    ports.versions.current(environment),
  ]);
  const { adopted } = standingIn(before);
  const owner = adopted ? 'cli' : Owner;
  const standing = { owner, stack, granted: grantedBy(definition), ...(adopted ? { adopted } : {}) };
  const at = ports.runtime.now().toISOString();
  const note = () => ports.versions.putGranted(environment, toGrantedAccess({ standing, template: stack, at }));
  if (owner === 'cli' && current) {
    await note();
    return { version: current.version };
  }
  const caller = { by: `stack ${stack}`, byIsVerified: true };
  const wish = { environment, yaml, file, forget: false, caller, byStack: true, alsoIn: AlsoIn };
  const answer = await applyFile(wish, ports);
  // What is refused is rolled back, and its rights with it.
  if (answer.kind === 'refused') return { refused: answer.text };
  await note();
  return { version: answer.version };
};

const undeliver = async (environment: string, { scheduler }: ControlPorts): Promise<Delivered> => {
  await removeSchedules(environment, scheduler);
  return {};
};

/** A custom resource that is not answered keeps its stack waiting for minutes, so whatever is thrown is an answer too. */
export const answerDelivery = async (
  event: DeliveryEvent,
  environment: string,
  ports: ControlPorts,
): Promise<DeliveryAnswer> => {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = event.PhysicalResourceId ?? `curfew-definition-${environment}`;
  const common = { PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  try {
    const delivered =
      event.RequestType === 'Delete' ? await undeliver(environment, ports) : await deliver(event, environment, ports);
    if (delivered.refused !== undefined)
      return { ...common, Status: 'FAILED', Reason: delivered.refused.slice(0, reasonMax) };
    const { version } = delivered;
    return { ...common, Status: 'SUCCESS', ...(version === undefined ? {} : { Data: { Version: String(version) } }) };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ...common, Status: 'FAILED', Reason: reason.slice(0, reasonMax) };
  }
};
