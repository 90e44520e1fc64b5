import type { Definition } from '#definition/definition.ts';
import { environmentFile } from '#definition/schema.ts';
import { toDefinition } from '#definition/to-definition.ts';
import { readYaml } from '#definition/yaml-file.ts';

/** An environment with a schedule as it stands in a file: `start: { … }, stop: [{ … }]`. */
export const definitionWith = (schedule: string, timeZone = 'America/Fortaleza', more = '', ofDb = ''): Definition => {
  const { content } = readYaml(`
environment: staging
region: us-east-1
timeZone: ${timeZone}
schedule: { enabled: true, ${schedule} }
${more}
notifications: { slack: { channel: "#s", webhookSecret: s/w } }
resources: { db: { kind: rds-instance, instance: db${ofDb} } }
`);
  return toDefinition(environmentFile.parse(content));
};
