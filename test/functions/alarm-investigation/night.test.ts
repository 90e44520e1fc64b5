// A whole simulated night: what a planned stop raises costs nothing, and what is real is investigated once.
import { expect, it } from 'vitest';
import { rehearse } from '#sim/rehearsal.ts';
import { smallNight } from '#test/support/small-night.ts';

const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' } as const;

const ofTheStop = Array.from({ length: 40 }, (_, index) => ({
  ...{ name: `team-${index}-errors`, ...alarm },
  watches: ['app', 'db', 'worker', 'sink'][index % 4] ?? 'app',
}));

const night = () => {
  const scenario = smallNight();
  const { definition } = scenario;
  const notifications = { ...definition.notifications, topics: ['small-alarms'] };
  const investigations = { agentSpace: 'space-1', perDay: 5 };
  return {
    ...{ ...scenario, definition: { ...definition, notifications, investigations } },
    alarms: [...ofTheStop, { name: 'kafka-disk', watches: 'kafka', ...alarm }],
  };
};

it('a night with forty alarms of a planned stop has one investigation: of the real alarm in it, whose result is posted once', async () => {
  const scenario = night();
  const at = scenario.fromMs + 5 * 3_600_000;
  const broken = { at, do: 'set', resource: 'kafka', facts: { status: 'HEALING' } } as const;

  const { lines } = await rehearse({ ...scenario, timeline: [...scenario.timeline, broken] });

  const events = lines.map(({ event }) => event);
  const fired = events.flatMap((event) =>
    event.type === 'alarm' && event.state === 'ALARM' && event.actions === 'fired' ? event.name : [],
  );
  expect(new Set(fired).size).toBe(41);
  expect(events.flatMap((event) => (event.type === 'investigation' ? `${event.title}: ${event.phase}` : []))).toEqual([
    'kafka-disk in small: started',
    'kafka-disk in small: completed',
  ]);
  const texts = events.flatMap((event) => (event.type === 'message' ? JSON.stringify(event.payload) : []));
  expect(texts.filter((text) => text.includes('Root cause of kafka-disk'))).toHaveLength(1);
});
