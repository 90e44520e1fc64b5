// Change Calendars of SSM: read when a file is applied, read again once a day, and stored with the version.
import { describe, expect, it } from 'vitest';
import { definitionIn } from '#definition/versions/parse.ts';
import { mine } from '#test/shared/access/change-kinds.ts';
import { controlWorld } from './world.ts';

const ics = (...events: readonly string[]) =>
  [
    'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//AWS//Change Calendar 1.0//EN\nX-CALENDAR-TYPE:DEFAULT_OPEN',
    ...events.map((date, index) => `BEGIN:VEVENT\nUID:${index}\nSUMMARY:off\nDTSTART;VALUE=DATE:${date}\nEND:VEVENT`),
    'END:VCALENDAR\n',
  ].join('\n');

const file = `${mine.replace(/^calendars:[\s\S]*?(?=^\w)/m, '')}
calendars:
  company:
    changeCalendar: company-holidays
  own: [{ date: 2026-12-31, name: inventory }]
`;

const deployed = async () => {
  const world = controlWorld();
  world.calendars.set('company-holidays', ics('20261224'));
  await world.deliver(file);
  world.calls.splice(0);
  const closed = async () => {
    const current = await world.versions.current('mine');
    if (!current) throw new Error('nothing is deployed');
    const { calendars } = definitionIn(await world.versions.read('mine', current));
    return calendars.map(({ name, closed: days }) => `${name}: ${days.map(({ from }) => from).join(' ')}`);
  };
  return { ...world, closed };
};

const refresh = (world: Awaited<ReturnType<typeof deployed>>) => world.request({ verb: 'refresh-calendars' });

describe('a Change Calendar', () => {
  it('a Change Calendar is stored with the version that it was read for', async () => {
    const world = await deployed();

    expect(await world.closed()).toEqual(['company: 2026-12-24', 'own: 2026-12-31']);
  });

  it('the same file again is the same version, and another one once the calendar says something else', async () => {
    const world = await deployed();

    expect(await world.request({ verb: 'apply', yaml: file })).toMatchObject({ kind: 'same', version: 1 });
    world.calendars.set('company-holidays', ics('20261224', '20261228'));
    expect(await world.request({ verb: 'apply', yaml: file })).toMatchObject({ kind: 'applied', version: 2 });
    expect(await world.closed()).toEqual(['company: 2026-12-24 2026-12-28', 'own: 2026-12-31']);
  });

  it('what has changed is a version of its own, whose history names the days; what has not changed writes nothing', async () => {
    const world = await deployed();

    expect(await refresh(world)).toMatchObject({ kind: 'calendars', version: 1, read: [{ changes: [] }] });
    expect(world.calls).not.toContain('TransactWriteItems');
    world.calendars.set('company-holidays', ics('20261228'));
    expect(await refresh(world)).toMatchObject({
      version: 2,
      read: [{ calendar: 'company', changes: ['+ 2026-12-28 off', '− 2026-12-24 off'] }],
    });
    expect(await world.closed()).toEqual(['company: 2026-12-28', 'own: 2026-12-31']);
    expect(await world.request({ verb: 'history' })).toMatchObject({
      versions: [{ why: 'Change Calendar company-holidays: + 2026-12-28 off, − 2026-12-24 off' }, {}],
    });
  });

  it('one that cannot be read keeps the days that are known, and says so', async () => {
    const world = await deployed();
    world.refuse('GetDocument');

    const [read] = (await refresh(world)).read;
    expect(read).toMatchObject({ changes: [], unread: expect.stringContaining('company-holidays') });
    const again = await world.request({ verb: 'apply', yaml: file.replace('inventory', 'stocktaking') });
    expect(again).toMatchObject({ kind: 'applied', calendars: [expect.stringContaining('company: ')] });
    expect(await world.closed()).toEqual(['company: 2026-12-24', 'own: 2026-12-31']);
  });

  it('a file with one that was never read is refused', async () => {
    const world = await deployed();
    const other = file.replace('company-holidays', 'company-holiday');

    // Its right is missing first of all.
    expect(await world.request({ verb: 'apply', yaml: other })).toMatchObject({ because: 'rights' });
    expect((await world.deliver(other, { owner: 'stack', type: 'Update' })).Reason).toContain('calendars.company: ');
    expect(await world.closed()).toEqual(['company: 2026-12-24', 'own: 2026-12-31']);
  });
});
