import { randomNight } from '#sim/random/night.ts';
import { rehearse } from '#sim/rehearsal.ts';
const night = randomNight(Number(process.argv[2]));
const r = await rehearse(night);
for (const {at, event: e} of r.lines) if (e.type==='call' && e.mutating && (e.operation.startsWith('cloudwatch:') || JSON.stringify(e.input).includes('EXPECTATION#'))) console.log(new Date(at).toISOString(), e.run, e.operation, e.error ?? '', JSON.stringify(e.input).slice(0, 900));
console.log(night.alarms.map(a => a.name+':'+a.watches));
