// What a deployment would lack, listed before anything is made: one missing parameter, image or value ends the creation of a stack
// after half an hour, and takes everything back that came before it.
import { refusedByKafka } from './kafka-change.ts';
import type { Look, Missing, Planned } from './look.ts';
import { inTheWay } from './names-in-the-way.ts';
import { lackingServices, runningServices } from './services.ts';
import { isMade, parameterValues, shown } from './template.ts';

type Values = Readonly<Record<string, string>>;

const usableStatus = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/;

/** Published by another stack of this repository, or put there by people. */
const publisherOf = (name: string): string | undefined =>
  /^\/platform\/([^/]+)\/(network|streaming)\//.exec(name)?.slice(1).join('/');

const lackingParameters = async ({ template }: Planned, look: Look): Promise<Missing[]> => {
  const names = Object.values(template.Parameters ?? {})
    .filter(({ Type }) => Type.startsWith('AWS::SSM::Parameter::Value'))
    .map(({ Default }) => String(Default));
  const found = await Promise.all(names.map(look.parameter));
  return names
    .filter((_, index) => found[index] === undefined)
    .map((name) => {
      const publisher = publisherOf(name);
      if (name.startsWith('/cdk-bootstrap/'))
        return { what: 'the account is not bootstrapped', remedy: 'npx cdk bootstrap' };
      return {
        what: `parameter ${name}`,
        remedy: publisher
          ? `deploy ${publisher} first`
          : `aws ssm put-parameter --name ${name} --type String --value …`,
      };
    });
};

/** What a stack takes from another one, by import or by output. */
const lackingStacks = async ({ template }: Planned, look: Look): Promise<Missing[]> => {
  const text = JSON.stringify(template);
  const names = new Set([
    ...[...text.matchAll(/"Fn::ImportValue":"([a-z0-9]+-[a-z]+):/g)].map(([, name]) => name ?? ''),
    ...[...text.matchAll(/"Fn::GetStackOutput":\{[^}]*?"StackName":"([^"]+)"/g)].map(([, name]) => name ?? ''),
  ]);
  const found = await Promise.all([...names].map(look.stack));
  return [...names]
    .filter((_, index) => !usableStatus.test(found[index]?.status ?? ''))
    .map((name) => ({ what: `stack ${name}`, remedy: `deploy ${name.replace('-', '/')} first` }));
};

const lackingCertificates = async ({ template }: Planned, look: Look): Promise<Missing[]> => {
  const name = Object.values(template.Parameters ?? {}).find(({ Default }) =>
    Default?.endsWith('/edge/certificate-arn'),
  )?.Default;
  const arn = name === undefined ? undefined : await look.parameter(name);
  if (!arn) return [];
  const status = await look.certificateStatus(arn);
  return status === 'ISSUED'
    ? []
    : [
        {
          what: `certificate ${arn} is ${status ?? 'not there'}`,
          remedy: 'validate it in ACM, in the region of the environment',
        },
      ];
};

const lackingPlugins = async ({ template }: Planned, look: Look): Promise<Missing[]> => {
  const plugins = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::KafkaConnect::CustomPlugin');
  if (plugins.length === 0) return [];
  const account = await look.account();
  const buckets = Object.fromEntries(
    Object.entries(template.Resources).map(([id, { Properties }]) => [
      `${id}.Arn`,
      shown(Properties?.BucketName, (one) => (one === 'AWS::AccountId' ? account : undefined)),
    ]),
  );
  const places = plugins.map(({ Properties }) => {
    const { Location } = Properties as { Location: { S3Location: { BucketArn: unknown; FileKey: string } } };
    const { S3Location } = Location;
    return { bucket: shown(S3Location.BucketArn, (one) => buckets[one]), key: S3Location.FileKey };
  });
  const found = await Promise.all(places.map(({ bucket, key }) => look.hasObject(bucket, key)));
  return places
    .filter((_, index) => !found[index])
    .map(({ bucket, key }) => ({
      what: `archive s3://${bucket}/${key}`,
      remedy: `aws s3 cp s3-sink.zip s3://${bucket}/${key}`,
    }));
};

/** Host names and addresses that the repository has in the place of people's own. */
const documentation = /"((?:[\w-]+\.)*atlas\.example|(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+\/\d+)"/g;

const leftForPeople = ({ id, template }: Planned): Missing[] => {
  const [environment] = id.split('/');
  const found = new Set([...JSON.stringify(template).matchAll(documentation)].map(([, text]) => text ?? ''));
  return [...found].map((text) => ({
    what: `${text} is an example`,
    remedy: `put your own into infra/platform/config/${environment}.ts`,
  }));
};

export const preflight = async (planned: Planned, look: Look): Promise<readonly Missing[]> => {
  const before = await look.stack(planned.stackName);
  const isThere = before !== undefined && usableStatus.test(before.status);
  const values: Values = parameterValues(planned.template, before?.parameters ?? {}, planned.given);
  const made = Object.fromEntries(
    Object.entries(planned.template.Resources).filter(([, { Condition }]) =>
      isMade(Condition, planned.template, values),
    ),
  );
  const asDeployed: Planned = { ...planned, template: { ...planned.template, Resources: made } };
  const lists = await Promise.all([
    lackingParameters(asDeployed, look),
    lackingStacks(asDeployed, look),
    lackingCertificates(asDeployed, look),
    lackingPlugins(asDeployed, look),
    refusedByKafka(asDeployed, isThere, look),
    lackingServices(asDeployed, values, runningServices(planned.template, before?.parameters), look),
    isThere ? [] : inTheWay(asDeployed, look),
  ]);
  return [...lists.flat(), ...leftForPeople(planned)];
};
