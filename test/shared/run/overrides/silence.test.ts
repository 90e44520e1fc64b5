import { expect, it, test } from 'vitest';
import { silenceMsMax } from '#core/silence.ts';
import { endSilence, silence } from '#run/overrides/silence.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const portsAt = (ms = now) => {
  let made = 0;
  return {
    state: memoryStateStore(),
    runtime: { now: () => new Date(ms), newId: () => `id${++made}`, random: () => 0.5 },
  };
};
const request = { pattern: 'shop-*', by: 'ana', why: 'load test', forMs: 3_600_000 };

it('a silence is written with its author, its reason and its end', async () => {
  const ports = portsAt();
  const made = await silence('staging', request, ports);

  expect(made).toMatchObject({ pattern: 'shop-*', from: now, until: now + 3_600_000, by: 'ana', why: 'load test' });
  expect(await ports.state.silences('staging')).toEqual([made]);
});

it('a name that was pasted with blanks around it is silenced without them', async () => {
  expect(await silence('staging', { ...request, pattern: ' shop-cpu ' }, portsAt())).toMatchObject({
    pattern: 'shop-cpu',
  });
});

test.each([
  { pattern: ' ' },
  { pattern: 'x'.repeat(256) },
  { forMs: 0 },
  { forMs: silenceMsMax + 1 },
  { forMs: Number.NaN },
])('a silence is refused with %j', async (wrong) => {
  const ports = portsAt();
  await expect(silence('staging', { ...request, ...wrong }, ports)).rejects.toThrow(/give a name|lasts/);
  expect(await ports.state.silences('staging')).toEqual([]);
});

it('a silence ends by its pattern, or all of them, and nothing that is over is ended again', async () => {
  const ports = portsAt();
  await silence('staging', request, ports);
  await silence('staging', { ...request, pattern: 'db' }, ports);

  expect(await endSilence('staging', 'other', ports)).toEqual([]);
  expect(await endSilence('staging', 'db', ports)).toEqual([expect.objectContaining({ pattern: 'db', until: now })]);
  expect(await endSilence('staging', undefined, ports)).toEqual([expect.objectContaining({ pattern: 'shop-*' })]);
  expect(await endSilence('staging', undefined, ports)).toEqual([]);
});
