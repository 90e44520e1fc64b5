// Reads name, title and reason from any JSON, by the names of its fields. Pure.
import { nameInArn } from './arn.ts';
import type { Field } from './outcome.ts';

/** Keys of names, the most specific first. */
const nameKeys: readonly string[] = [
  ...['pipeline', 'pipelinename', 'projectname', 'jobname', 'stackname', 'environmentname', 'autoscalinggroupname'],
  ...[
    'statemachinename',
    'insightname',
    'checkname',
    'configrulename',
    'rulename',
    'repositoryname',
    'alertname',
    'alarmname',
    'monitorname',
    'domainname',
  ],
  ...[
    'commonname',
    'clustername',
    'functionname',
    'servicename',
    'workflowname',
    'crawlername',
    'tablename',
    'databasename',
    'bucketname',
  ],
  ...[
    'queuename',
    'topicname',
    'instancename',
    'volumename',
    'taskname',
    'documentname',
    'applicationname',
    'application',
  ],
  ...['definition', 'canaryname', 'flowname', 'trainingjobname', 'endpointname', 'stacksetarn', 'jobqueuename'],
  ...['policyid', 'workgroupname', 'filepath', 'snapshotid'],
  ...['thingname', 'clientid', 'service', 'component', 'check', 'job', 'host', 'hostname', 'entity', 'impactedentity'],
  ...[
    'stackid',
    'statemachinearn',
    'name',
    'resourceid',
    'sourceresourcearn',
    'resourcearn',
    'instanceid',
    'ec2instanceid',
    'taskarn',
    'executionarn',
  ],
  ...['monitor', 'environment', 'bucket', 'clusterid', 'jobid', 'sourceid', 'resource'],
];

/** The last part of an ARN, without a version. */
const shortName = (value: string): string =>
  // Some ARNs of EBS have the region in place of the account.
  nameInArn(value) ?? (/^arn:/.test(value) ? (value.split(/[/:]/).at(-1) ?? value) : value);

/** Whoever did it, or for whom: not what it is about. */
const ofPeople =
  /^(?:actor|user|users|sender|author|owner|creator|pusher|org|organi[sz]ation|team|useridentity|sessionissuer|assignee|responders?)$/;

/** Any other key that ends as names do, if it does not name what kind of thing it is, or who did it. */
const isNameKey = (key: string): boolean =>
  /(?:names?|identifier|windowid|arn)$/.test(key) &&
  !/^(?:event|type|user|account|region|company|product|action|result|rolearn|iamrole|useridentity|integration|principal)/.test(
    key,
  ) &&
  !/rolearn$/.test(key);

const mayName = ({ path, value }: Field): boolean => String(value).trim() !== '' && !ofPeople.test(path);

/** The name of the resource. */
export const nameIn = (fields: readonly Field[]): string | undefined => {
  const named = (key: string): string | undefined => {
    const value = fields.find((field) => field.key === key && mayName(field))?.value;
    return value === undefined ? undefined : shortName(String(value));
  };
  for (const key of nameKeys) {
    const found = named(key);
    if (found !== undefined) return found.slice(0, 200);
  }
  const other = fields.find((field) => isNameKey(field.key) && mayName(field));
  const id = named('id');
  // A number of one or two digits tells nobody anything.
  const telling = id !== undefined && id.length > 2 ? id : undefined;
  return (telling ?? (other && shortName(String(other.value))))?.slice(0, 200);
};

const reasonKeys: readonly string[] = [
  ...[
    'message',
    'errormessage',
    'reason',
    'statusreason',
    'statusmessage',
    'statechangereason',
    'statereason',
    'actionreason',
    'eventmessage',
    'longdescription',
    'msg',
    'detailmessage',
    'cause',
  ],
  ...['externalexecutionsummary', 'description', 'summary', 'body', 'text', 'diagnosticcode'],
];

const isSaid = (value: string | number): boolean =>
  /\S/.test(String(value)) && !/^(?:n\/a|none|null)$/i.test(String(value).trim());

/** Who made a call that CloudTrail saw. */
export const callerIn = (fields: readonly Field[]): string | undefined => {
  const found = (key: string): string | undefined =>
    fields.find((field) => field.key === key && ofPeople.test(field.path))?.value.toString();
  return found('username') ?? nameInArn(found('arn'));
};

/** In so many words; what somebody wrote of a commit is no reason of anything. */
export const sentenceIn = (fields: readonly Field[]): string | undefined => {
  for (const key of reasonKeys) {
    const found = fields.find((field) => field.key === key && isSaid(field.value) && !/commits?$/.test(field.path));
    if (found) return String(found.value);
  }
  return undefined;
};

/** The reason, as received: a sentence, or whatever else is called a reason. */
export const reasonIn = (fields: readonly Field[]): string | undefined => {
  const other = fields.find(({ key, value }) => /(?:message|reason|cause)$/.test(key) && isSaid(value));
  return sentenceIn(fields) ?? (other && String(other.value));
};

/** A `title` near the top level. */
export const titleIn = (fields: readonly Field[]): string | undefined => {
  const found = fields.find(
    ({ key, path, depth, value }) =>
      (/(?:^|problem|alert|event|incident)title$|^subject$/.test(key) || (key === 'name' && path === 'incident')) &&
      depth <= 2 &&
      isSaid(value),
  );
  return found && String(found.value).slice(0, 200);
};
