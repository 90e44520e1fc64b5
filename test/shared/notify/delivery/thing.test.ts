// In which order a thing is spoken of at a destination that remembers it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishThing, releaseThing, type Thing, takeThing } from '#notify/delivery/thing.ts';

const minuteMs = 60_000;

describe('messages about one thing', () => {
  it('messages about one thing go in the order in which things happened, each once, however often and in whichever order they are shown', () => {
    const shown = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), isTaken: fc.boolean() }), {
      maxLength: 60,
    });
    const atMs = { a: 1, b: 2, c: 3, d: 4 } as const;
    fc.assert(
      fc.property(shown, (shows) => {
        let thing: Thing | undefined;
        const said: string[] = [];
        const joined = new Set<string>();
        for (const [index, { id, isTaken }] of shows.entries()) {
          const { state, decision } = takeThing(thing, { id, atMs: atMs[id as 'a'] }, index * minuteMs);
          thing = state;
          if (decision.kind === 'done') expect(said).toContain(id);
          joined.add(id);
          if (decision.kind !== 'go') continue;
          const earlier = [...joined].filter((one) => atMs[one as 'a'] < atMs[id as 'a'] && !said.includes(one));
          // Whoever was shown within the hour goes first.
          const forgotten = earlier.every((one) =>
            shows.slice(Math.max(0, index - 59), index).every((s) => s.id !== one),
          );
          expect(forgotten || earlier.length === 0).toBe(true);
          expect(said).not.toContain(id);
          thing = (isTaken ? finishThing(thing, id, { last: id }) : releaseThing(thing, id)).state;
          if (isTaken) said.push(id);
        }
        expect(new Set(said).size).toBe(said.length);
      }),
    );
  });

  it('messages about one thing do not go two at a time, unless the first one died', () => {
    const first = takeThing(undefined, { id: 'a', atMs: 2 }, 0);
    const second = takeThing(first.state, { id: 'b', atMs: 1 }, 1_000);
    const later = takeThing(second.state, { id: 'b', atMs: 1 }, 41_000);

    expect([first, second, later].map(({ decision }) => decision.kind)).toEqual(['go', 'wait', 'go']);
  });

  it('messages about one thing do not wait for one that the queue gave up', () => {
    const { state } = takeThing(undefined, { id: 'a', atMs: 1 }, 0);
    const released = releaseThing(state, 'a').state;

    expect(takeThing(released, { id: 'b', atMs: 2 }, 30 * minuteMs).decision.kind).toBe('wait');
    expect(takeThing(released, { id: 'b', atMs: 2 }, 61 * minuteMs).decision.kind).toBe('go');
  });

  it('messages about one thing leave what is known of it to the next message', () => {
    const { state } = finishThing(takeThing(undefined, { id: 'a', atMs: 1 }, 0).state, 'a', { key: 'OPS-1' });

    expect(takeThing(state, { id: 'b', atMs: 2 }, 0).decision).toEqual({ kind: 'go', known: { key: 'OPS-1' } });
  });
});
