// What every store of `alarm-notify` does, whatever it is made of. A fake that passes may be trusted.
import { describe, expect, it } from 'vitest';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import type { Folded } from '#notify/digest/digest.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const soon = now + 40_000;

const folded = (id: string, what = 'scoring-high-cpu'): Folded => ({
  id,
  what,
  state: 'ALARM',
  at: '2026-11-20T23:00:00.000Z',
});

type Make = () => NotificationStore | Promise<NotificationStore>;

const deliveries = (make: Make) => {
  it('the notification store gives the right to deliver to the first who asks, until it ends', async () => {
    const store = await make();
    expect(await store.claimDelivery('m1|staging', now, soon)).toBe('taken');
    expect(await store.claimDelivery('m1|staging', now + 1, soon + 1)).toBe('busy');
    // By a clock that is years ahead: nobody waits for it.
    await store.claimDelivery('m2|staging', now + 1, now + 10 * 365 * 86_400_000);
    expect(await store.claimDelivery('m2|staging', now + 1, soon + 1)).toBe('taken');
    expect(await store.claimDelivery('m1|prod', now, soon)).toBe('taken');
    expect(await store.claimDelivery('m1|staging', soon, soon + 40_000)).toBe('taken');
  });

  it('the notification store never gives the right to deliver again for what was delivered', async () => {
    const store = await make();
    await store.claimDelivery('m1', now, soon);
    await store.completeDelivery('m1', now + 1_000);
    expect(await store.claimDelivery('m1', soon + 1_000, soon + 2_000)).toBe('done');
  });

  it('the notification store gives the right to deliver at once for what was given back', async () => {
    const store = await make();
    await store.claimDelivery('m1', now, soon);
    await store.releaseDelivery('m1', now + 1);
    expect(await store.claimDelivery('m1', now + 1, soon)).toBe('taken');
  });

  it('the notification store does not take back that something was delivered', async () => {
    const store = await make();
    await store.claimDelivery('m1', now, soon);
    await store.completeDelivery('m1', now + 1);
    await Promise.allSettled([store.releaseDelivery('m1', now + 2)]);
    expect(await store.claimDelivery('m1', soon, soon + 1)).toBe('done');
  });
};

const states = (make: Make) => {
  const increment = (state: { readonly count: number } | undefined) => {
    const count = (state?.count ?? 0) + 1;
    return { state: { count }, decision: count };
  };

  it('the notification store decides on what was decided before, by key', async () => {
    const store = await make();
    expect(await store.change('a', now, increment)).toBe(1);
    expect(await store.change('a', now, increment)).toBe(2);
    expect(await store.change('b', now, increment)).toBe(1);
  });

  it('the notification store loses no change when several are made at once', async () => {
    const store = await make();
    const decisions = await Promise.all(Array.from({ length: 5 }, () => store.change('a', now, increment)));
    expect(decisions.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('the notification store cannot be changed through what was given to it', async () => {
    const store = await make();
    const list = ['one'];
    await store.change('a', now, () => ({ state: { list }, decision: undefined }));
    list.push('two');
    const read = (state: { readonly list: readonly string[] } | undefined) => ({
      state: state ?? { list: [] },
      decision: state?.list,
    });
    expect(await store.change('a', now, read)).toEqual(['one']);
  });
};

const digests = (make: Make) => {
  it('the notification store keeps what is folded, each delivery once, for its digest alone', async () => {
    const store = await make();
    for (const id of ['m2', 'm1', 'm2']) await store.fold('slack|1', folded(id), now);
    await store.fold('slack|2', folded('m3'), now);
    expect(await store.folded('slack|1')).toEqual([folded('m1'), folded('m2')]);
    expect(await store.folded('slack|3')).toEqual([]);
  });

  it('the notification store keeps more than fits into one page of a table', async () => {
    const store = await make();
    const many = Array.from({ length: 1_500 }, (_, index) =>
      folded(`m${String(index).padStart(5, '0')}`, 'x'.repeat(1_000)),
    );
    for (const one of many) await store.fold('storm', one, now);
    expect(await store.folded('storm')).toEqual(many);
  });
};

export const testNotificationStore = (name: string, make: Make): void => {
  describe(`what alarm-notify keeps (${name})`, () => {
    deliveries(make);
    states(make);
    digests(make);
  });
};
