// The events of a rehearsal are those that reconcile and alarm-notify know.
import { describe, expect, it } from 'vitest';
import { parseReconcileEvent } from '#functions/reconcile/event.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { restartEvent } from '#sim/aws/restart-event.ts';
import { aurora, database, definitionOf } from '#test/support/definitions.ts';

const databases = [database('db'), aurora('ledger')];
const definition = definitionOf(databases);
const atMs = Date.parse('2026-11-24T00:12:31Z');

describe.each(databases)('the event about $name', (one) => {
  const event = restartEvent(one, definition, atMs);

  it('the event about a restarted database has reconcile look at that database', () => {
    expect(parseReconcileEvent(event, [definition])).toEqual([
      { environment: definition.environment, restarted: [one.name] },
    ]);
  });

  it('the event about a restarted database is said as a restart by AWS, where somebody sends it to Slack', () => {
    const { source, severity, at } = recogniseNotification({ id: 'one', body: JSON.stringify(event) });

    expect({ source, severity }).toEqual({ source: 'rds', severity: 'warning' });
    expect(Date.parse(at ?? '')).toBe(atMs);
  });
});
