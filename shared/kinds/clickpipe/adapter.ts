import type { ClickhouseCloud } from '../vendor/clickhouse-cloud.ts';
import type { VendorAdapter } from '../vendor/vendor-service.ts';

const pipeOf = ({ pipe }: { readonly pipe: string }) => ({ of: 'ClickPipe', path: `/clickpipes/${pipe}` });

export const clickpipes = (cloud: ClickhouseCloud): VendorAdapter<'clickpipe'> => ({
  read: async (one) => {
    const status = await cloud.state(one, pipeOf(one));
    return { status, facts: { completed: status === 'Completed' } };
  },
  change: (one, to) => cloud.command(one, pipeOf(one), to),
});
