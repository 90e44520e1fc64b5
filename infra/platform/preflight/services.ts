// What a service needs before its first task can start: its image, every key of its secret, and no placeholder among them.
import { fillIn, generatedLogin } from '../placeholder-documents.ts';
import type { Look, Missing, Planned } from './look.ts';
import { isMade, parameterValues, type StackTemplate, shown } from './template.ts';

type Container = {
  readonly Name: string;
  readonly Essential: boolean;
  readonly Image: unknown;
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
};

const containersIn = ({ Resources }: StackTemplate): readonly (Container & { readonly secretName?: string })[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
    .flatMap(({ Properties }) => Properties?.ContainerDefinitions as Container[])
    .map((container) => {
      const name = container.Environment?.find(({ Name }) => Name === 'SECRET_NAME')?.Value;
      return typeof name === 'string' ? { ...container, secretName: name } : container;
    });

const ecr = /\.dkr\.ecr\.[^/]*\/([^:@]+)([:@].+)$/;

const lackingImage = async (
  { Name, Image }: Container,
  values: Readonly<Record<string, string>>,
  look: Look,
): Promise<Missing[]> => {
  const [, repository, reference] = ecr.exec(shown(Image, (one) => values[one])) ?? [];
  if (repository === undefined || reference === undefined || (await look.hasImage(repository, reference))) return [];
  return [{ what: `image ${repository}${reference} of ${Name}`, remedy: `docker push …/${repository}${reference}` }];
};

const passwordMinimum = 16;

/** Not with a placeholder, whole or as a part of an address; and Kafka UI, which the internet reaches, not with a password to guess. */
const isFilledIn = (key: string, value: unknown): boolean => {
  const text = String(value ?? '').trim();
  return text !== '' && !text.includes(fillIn) && (key !== generatedLogin.password || text.length >= passwordMinimum);
};

const lackingValues = async (
  container: Container & { readonly secretName?: string },
  look: Look,
): Promise<Missing[]> => {
  const { secretName, Secrets = [], Essential } = container;
  if (secretName === undefined || !Essential) return [];
  const document = await look.secret(secretName);
  if (document === undefined || document === 'deleted')
    return [{ what: `secret ${secretName}`, remedy: 'deploy the data stack first' }];
  const wrong = Secrets.map(({ Name }) => Name).filter((key) => !isFilledIn(key, document[key]));
  return wrong.length === 0
    ? []
    : [
        {
          what: `secret ${secretName}: ${wrong.join(', ')}`,
          remedy: `aws secretsmanager put-secret-value --secret-id ${secretName} --secret-string …`,
        },
      ];
};

/**
 * Which service calls which by Service Connect. A client learns of a server's name at its own deployment only: the server comes
 * first.
 */
const servers: Readonly<Record<string, string>> = { scoring: 'camunda', 'dashboard-backend': 'scoring' };

/** What was deployed with the parameters of before. */
export const runningServices = (
  template: StackTemplate,
  before: Readonly<Record<string, string>> | undefined,
): readonly string[] => {
  if (before === undefined) return [];
  const values = parameterValues(template, before);
  const made = Object.entries(template.Resources).filter(([, { Condition }]) => isMade(Condition, template, values));
  return containersIn({ ...template, Resources: Object.fromEntries(made) }).map(({ Name }) => Name);
};

const lackingServers = (deployed: readonly Container[], running: readonly string[]): Missing[] => {
  const added = deployed.map(({ Name }) => Name).filter((name) => !running.includes(name));
  return Object.entries(servers).flatMap(([client, server]) =>
    added.includes(client) && !running.includes(server)
      ? [{ what: `${server}, which ${client} asks`, remedy: `deploy ${server} in a deployment before` }]
      : [],
  );
};

export const lackingServices = async (
  { template }: Planned,
  values: Readonly<Record<string, string>>,
  running: readonly string[],
  look: Look,
): Promise<Missing[]> => {
  const containers = containersIn(template);
  const each = await Promise.all(
    containers.map(async (one) => [...(await lackingImage(one, values, look)), ...(await lackingValues(one, look))]),
  );
  return [...each.flat(), ...lackingServers(containers, running)];
};
