import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReconcileEvent } from '#functions/reconcile/event.ts';
import { definitionOf, named } from '#test/support/definitions.ts';
import { fixtureDefinitions } from '#test/support/fixture-definitions.ts';

const definitions = [...fixtureDefinitions().values()];
const restart = JSON.parse(readFileSync('test/fixtures/events/rds-event-0154.json', 'utf8'));
const withDetail = (detail: Record<string, string>) => ({ ...restart, detail: { ...restart.detail, ...detail } });

describe('reconcile is asked', () => {
  it('reconcile is asked by a tick about one environment', () => {
    expect(parseReconcileEvent({ environment: 'staging' }, definitions)).toEqual([
      { environment: 'staging', restarted: [] },
    ]);
  });

  it('reconcile is asked by RDS about the environment of the database that it starts after seven days', () => {
    expect(parseReconcileEvent(restart, definitions)).toEqual([{ environment: 'staging', restarted: ['camunda-db'] }]);
  });

  it('reconcile is asked by RDS about an Aurora cluster, too', () => {
    const cluster = {
      kind: 'aurora-cluster',
      name: named('ledger'),
      cluster: 'atlas-ledger',
      dependsOn: [],
      deadlineSeconds: { start: 60, stop: 60 },
      optional: false,
    } as const;
    const event = withDetail({ EventID: 'RDS-EVENT-0153', SourceIdentifier: 'atlas-ledger', SourceType: 'CLUSTER' });

    expect(parseReconcileEvent(event, [definitionOf([cluster])])).toEqual([
      { environment: 'staging', restarted: ['ledger'] },
    ]);
  });

  it('reconcile is asked to look only, by any other event of a database', () => {
    expect(parseReconcileEvent(withDetail({ EventID: 'RDS-EVENT-0088' }), definitions)).toEqual([
      { environment: 'staging', restarted: [] },
    ]);
  });

  it('reconcile is asked nothing by an event of a database that is in no definition', () => {
    expect(parseReconcileEvent(withDetail({ SourceIdentifier: 'somebody-elses' }), definitions)).toEqual([]);
  });

  it.each([[null], ['staging'], [{}], [{ environment: 'staging', force: true }], [{ source: 'aws.ec2' }]])(
    'reconcile is asked nothing by %j, which is refused',
    (event) => {
      expect(() => parseReconcileEvent(event, definitions)).toThrow('neither a tick nor an RDS event');
    },
  );
});
