// What AWS does not have, or what broke where it stood, while the environment is down.
import { describe, expect, it } from 'vitest';
import { allDown, corrected, dbIs, definition, readingsOf, report } from './situation.ts';

const failedOn = (outcome: 'refused' | 'failed', errorCode: string) =>
  report('stop', [{ resource: 'db', outcome, errorCode }], { outcome: 'partial' });
const absent = readingsOf({ ...allDown, db: { state: 'absent' } });

describe('what is gone while the environment is down', () => {
  it('what is gone while the environment is down and was refused for that is not tried again', () => {
    expect(corrected({ reports: [failedOn('refused', 'NOT_FOUND')], readings: absent })).toMatchObject({
      kind: 'nothing',
    });
  });

  it('what is gone and optional, or down by now, is a run that can end well', () => {
    const resources = definition.resources.map((one) => (one.name === 'db' ? { ...one, optional: true } : one));
    const reports = [failedOn('refused', 'NOT_FOUND')];

    expect(corrected({ reports, readings: absent, definition: { ...definition, resources } }).kind).toBe('invoke');
    expect(corrected({ reports }).kind).toBe('invoke');
    const without = { ...definition, resources: definition.resources.filter(({ name }) => name !== 'db') };
    expect(corrected({ reports, definition: without }).kind).toBe('invoke');
  });

  it.each(['failed', 'inaccessible-encryption-credentials'])(
    'what is gone while the environment is down has not been started by anybody: a database that is %s',
    (status) => {
      const readings = readingsOf({ ...allDown, db: dbIs(status) });

      expect(corrected({ readings }).kind).not.toBe('say');
      expect(corrected({ readings, definition: { ...definition, whileDown: 'enforce' } }).kind).toBe('nothing');
    },
  );
});
