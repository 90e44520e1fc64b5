// Random nights for tests: plays a range of seeds, and says of each violation what is needed to play that night again.

import { randomNight } from '#sim/random/night.ts';
import { nights } from '#sim/random/nights.ts';

export const violationsIn = async (first: number, count: number): Promise<string[]> => {
  const found: string[] = [];
  for await (const { violations } of nights({ first, count, night: randomNight }))
    for (const { seed, invariant, detail } of violations)
      found.push(`${invariant}: ${detail}; replay: curfew rehearse --nights 1 --seed ${seed}`);
  return found;
};
