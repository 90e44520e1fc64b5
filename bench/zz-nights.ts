import { nights as play } from '#sim/nights.ts';
import { randomNight } from '#sim/random-night.ts';

const go = async (first: number, count: number) => {
  for await (const { seed, violations } of play({ first, count, night: randomNight }))
    if (violations.length)
      console.log(
        seed,
        violations.map(({ invariant, detail }) => invariant + ': ' + detail),
      );
};
const n = Number(process.argv[2] ?? 200),
  s = Number(process.argv[3] ?? 1);
await go(1, 20);
const t = process.cpuUsage();
await go(s, n);
const u = process.cpuUsage(t);
console.log('nights/s cpu', n / ((u.user + u.system) / 1e6));
