// An environment of so many resources of every kind that Curfew operates, in tiers: each depends on one of the tier before it.
import { environmentFile } from '#definition/schema.ts';
import { toDefinition } from '#definition/to-definition.ts';
import { rehearsalOf, rehearsedKinds } from '#sim/kinds.ts';
import { seededChance } from '#sim/random/chance.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';

const tiers = 3;

/** A Transfer server refuses its stop: all that depends on it would be left up. */
const kinds = rehearsedKinds.filter((kind) => kind !== 'transfer-server');

export const largeNight = (count: number): Scenario => {
  const chance = seededChance(1);
  const perTier = Math.ceil(count / tiers);
  const drawn = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) throw new Error('there are no kinds');
    const name = `${rehearsalOf(kind).random.prefix}-${index + 1}`;
    return { name, kind, fields: rehearsalOf(kind).random.fields(`large-${name}`, chance) };
  });
  const dependsOn = (index: number): string[] =>
    drawn.slice(index - perTier, index - perTier + 1).map(({ name }) => name);
  const definition = toDefinition(
    environmentFile.parse({
      environment: 'large',
      region: 'us-east-1',
      timeZone: 'UTC',
      schedule: {
        enabled: true,
        start: { days: 'weekdays', at: '07:00' },
        stop: { days: 'every day', at: '20:00' },
      },
      notifications: { slack: { channel: '#large', webhookSecret: 'large/slack-webhook' } },
      resources: Object.fromEntries(
        drawn.map(({ name, kind, fields }, index) => [
          name,
          { kind, ...fields, dependsOn: index < perTier ? [] : dependsOn(index) },
        ]),
      ),
    }),
  );
  return ordinaryNight(definition, 1);
};
