// The plan of a run and its first look ask the same of AWS, a moment apart: what the plan has just read is not read again.
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Service, Services } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Kind } from '#kinds/resource.ts';
import { limits } from '../limits.ts';

type Recent = {
  readonly at: number;
  readonly towards: Action | undefined;
  readonly readings: ReadonlyMap<ResourceName, Reading>;
};

type Clock = Pick<Runtime, 'now'>;

const recently = (service: Service<Kind>, { now }: Clock): Service<Kind> => {
  let last: Recent | undefined;

  /** Serves once: whoever looks again wants to know what has changed. What could not be read is read again, too. */
  const take = (names: readonly ResourceName[], towards: Action | undefined): Recent['readings'] | undefined => {
    const recent = last;
    last = undefined;
    if (!recent || recent.towards !== towards) return undefined;
    const age = now().getTime() - recent.at;
    if (age < 0 || age >= limits.readingSecondsMax * 1_000) return undefined;
    const wanted = new Map<ResourceName, Reading>();
    for (const name of names) {
      const reading = recent.readings.get(name);
      if (reading?.state !== 'seen') return undefined;
      wanted.set(name, reading);
    }
    return wanted;
  };

  return {
    async observe(resources, towards) {
      const found = take(
        resources.map(({ name }) => name),
        towards,
      );
      if (found) return found;
      const at = now().getTime();
      const readings = await service.observe(resources, towards);
      last = { at, towards, readings };
      return readings;
    },
    act(resource, effect) {
      last = undefined;
      return service.act(resource, effect);
    },
  };
};

/** For one run in one process: one that is resumed knows nothing, and reads. */
export const recentReadings = (services: Services, runtime: Clock): Services =>
  Object.fromEntries(
    Object.entries(services).map(([kind, service]) => [kind, recently(service as Service<Kind>, runtime)]),
  ) as unknown as Services;
