// A service of ClickHouse Cloud, stopped and started. One that idles is up: it serves whoever asks, after a moment.
import { flag } from '../fields.ts';
import { cloudFields } from '../vendor/fields.ts';
import { vendorKind } from '../vendor/vendor-kind.ts';

export const clickhouseCloudService = vendorKind({
  kind: 'clickhouse-cloud-service',
  vendor: 'ClickHouse Cloud',
  help: 'A ClickHouse Cloud service, stopped and started. Idle is not stopped: every insert makes it run again, so let sinks and ClickPipes depend on it, which stops them first. With idling on, a service costs no compute at night anyway.',
  fields: {
    ...cloudFields,
    awake: flag(
      true,
      'Whether a start sends the command `awake` to a service that idles, for dependants that cannot wait for their first query. Without it an idle service counts as up.',
    ).default(false),
  },
  identity: ['organization', 'service'],
  early: 'at-once',
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'store', role: 'store', word: 'db', heading: 'ClickHouse Cloud: stopped and started.' },
  statuses: {
    up: ['running', 'idle', 'partially_running', 'degraded'],
    down: ['stopped'],
    moving: ['starting', 'stopping', 'awaking', 'provisioning'],
    broken: ['terminating', 'softdeleting', 'terminated', 'softdeleted', 'failed'],
  },
  gone: ['terminating', 'softdeleting', 'terminated', 'softdeleted'],
  notPriced:
    'the price table has no price for ClickHouse Cloud, and nobody knows how long the service would have idled',
});
