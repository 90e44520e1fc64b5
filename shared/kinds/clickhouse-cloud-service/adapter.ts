import type { ClickhouseCloud } from '../vendor/clickhouse-cloud.ts';
import type { VendorAdapter } from '../vendor/vendor-service.ts';

const service = { of: 'Service', path: '' };

export const clickhouseCloudServices = (cloud: ClickhouseCloud): VendorAdapter<'clickhouse-cloud-service'> => ({
  read: async (one) => ({ status: await cloud.state(one, service), facts: {} }),
  change: (one, to) => cloud.command(one, service, to),
});
