// Logical ids of what holds data: written down here, because another id is another resource.
import type { Deployed } from '../synthesised.ts';

const stateful = [
  'AWS::RDS::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::MSK::Cluster',
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::DynamoDB::Table',
  'AWS::SecretsManager::Secret',
];

/** Another id is another resource: CloudFormation makes it and deletes the one with the data. */
const data = [
  'camundadbinstanceA7709B41',
  'camundadbpasswordB89C0A06',
  'dashboarddbinstance049E7747',
  'dashboarddbpassword165A4203',
  'secretscamunda9E4EDEFB',
  'secretsclickhouseprometheusagentE5483CC7',
  'secretsdashboardbackend52262AD5',
  'secretseventsingestion534440FC',
  'secretskafkauiC0C26EFC',
  'secretsnewrelicinfraAB2DB1A3',
  'secretsscoring295F5942',
  'valkeygroupEBD7F2C3',
];
const edge = ['edgeaccesslogs7F70011A'];
const kafka = ['kafkacluster4FCB1297'];
const images = ['dashboardbackendimagesBCB50106', 'eventsingestionimagesA41DF0B8', 'scoringimages19E48571'];
const sink = ['sinkbucketsaccesslogsF0EC01E5', 'sinkbucketsobjects870E6796', 'sinkbucketsplugins9F28C837'];

const pinned: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  staging: {
    streaming: [...kafka, ...images, ...sink].sort(),
    data,
    workloads: edge,
    operations: ['StateTable9728C7E5'],
  },
  staging2: { data, workloads: edge, operations: ['StateTable9728C7E5'] },
  prod: { streaming: [...kafka, ...images].sort(), data, workloads: edge, operations: ['StateTable9728C7E5'] },
};

/** What holds data in an environment's stacks, as `stack/id`. */
const found = ({ stackNames, stack }: Deployed): string[] =>
  stackNames.flatMap((name) =>
    stateful.flatMap((type) =>
      stack(name)
        .all(type)
        .map(({ id }) => `${name}/${id}`),
    ),
  );

/** What holds data and is not written down above, so that nobody would notice when its id changes. */
export const unknownIdentities = (deployed: Deployed): string[] => {
  const known = new Set(Object.values(pinned).flatMap((stacks) => Object.values(stacks).flat()));
  return found(deployed).filter((one) => !known.has(one.split('/')[1] ?? ''));
};

/** What would be made anew, and what would be deleted for it. */
export const lostIdentities = (deployed: Deployed): string[] => {
  const known = Object.entries(pinned[deployed.environment] ?? {}).flatMap(([name, ids]) =>
    ids.map((id) => `${name}/${id}`),
  );
  const there = found(deployed);
  return [
    ...known.filter((one) => !there.includes(one)).map((one) => `${one} would be deleted`),
    ...there.filter((one) => !known.includes(one)).map((one) => `${one} would be made`),
  ];
};
