// Another environment beside the small one, in the same world.
import type { Definition } from '#definition/definition.ts';
import { parseDefinition } from '#definition/load.ts';

/** `resources`: as YAML, indented by two spaces. */
export const blogOf = (resources: string): Definition =>
  parseDefinition(
    `environment: blog
region: us-east-1
timeZone: UTC
schedule:
  enabled: true
  start: { days: every day, at: '07:00' }
  stop: { days: every day, at: '21:00' }
notifications:
  slack: { channel: '#blog', webhookSecret: blog/slack }
resources:
${resources}`,
    'blog.yaml',
  );
