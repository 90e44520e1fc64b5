// Which environment a notification belongs to: the one it names, or the one whose resources it is about.

import type { Definition } from '#definition/definition.ts';
import { awsNameOf } from '#kinds/resource.ts';
import type { Notification } from '#notify/sources.ts';

/** Undefined if it belongs to none of them for certain. */
export const environmentOf = (
  { environment, resources, region }: Pick<Notification, 'environment' | 'resources' | 'region'>,
  definitions: readonly Definition[],
): Definition | undefined => {
  if (environment !== undefined) return definitions.find((one) => one.environment === environment);
  const owners = definitions.filter(
    (one) =>
      (region === undefined || one.region === region) &&
      one.resources.some((resource) => resources.includes(awsNameOf(resource))),
  );
  // Two environments may share a gate, say a Kafka cluster.
  return owners.length === 1 ? owners[0] : undefined;
};
