// What a stop and a start of a Flink application have to know of its snapshots.
import { describe, expect, it } from 'vitest';
import { decideByStatus } from '#kinds/decide-status.ts';
import { flinkApplicationAdapter } from '#kinds/flink-application/adapter.ts';
import { flinkApplication } from '#kinds/flink-application/kind.ts';

const seen = (withoutSnapshots: boolean, status = 'RUNNING') => ({
  kind: 'flink-application',
  status,
  facts: { withoutSnapshots },
});

const kind = flinkApplication as never;

describe('the snapshots of a Flink application', () => {
  it('a Flink application without snapshots is refused, and stops with a warning where the loss is accepted', () => {
    expect(decideByStatus(kind, 'stop', seen(true))).toMatchObject({ kind: 'refuse', code: 'NO_SNAPSHOTS' });
    expect(decideByStatus(kind, 'stop', seen(true), { acceptStateLoss: true })).toMatchObject({
      kind: 'act',
      warning: 'it will start without its state',
    });
    expect(decideByStatus(kind, 'stop', seen(false))).not.toHaveProperty('warning');
  });

  /** As many as that on two pages. */
  const holding = (count: number) => {
    const page = (length: number) => Array.from({ length }, (_, index) => ({ SnapshotName: `s-${index}` }));
    const answers = [{ SnapshotSummaries: page(50), NextToken: 'more' }, { SnapshotSummaries: page(count - 50) }];
    const asked: object[] = [];
    const send = async ({ input }: { readonly input: object }) => {
      asked.push(input);
      return answers.shift() ?? {};
    };
    return { asked, client: { send } as never };
  };

  it.each([
    [999, undefined],
    [1_000, /^it has 1,000 snapshots, its limit: stops still make theirs/],
    [1_004, /^it has 1,000 snapshots/],
  ])('a Flink application with %i snapshots after its stop has the warning %s', async (count, warning) => {
    const { asked, client } = holding(count);

    const warned = await flinkApplicationAdapter.afterStop?.(client, 'orders');

    expect(warned?.warning ?? '').toMatch(warning ?? /^$/);
    expect(asked).toEqual([{ ApplicationName: 'orders' }, { ApplicationName: 'orders', NextToken: 'more' }]);
  });

  it('a Flink application that is deleted after it was listed does not hide the others', async () => {
    const send = async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
      const { input } = command;
      if (command.constructor.name === 'ListApplicationsCommand')
        return {
          ApplicationSummaries: ['gone', 'orders'].map((ApplicationName) => ({
            ApplicationName,
            ApplicationStatus: 'RUNNING',
          })),
        };
      if ('ApplicationName' in input && input.ApplicationName === 'gone')
        throw Object.assign(new Error('no such application'), { name: 'ResourceNotFoundException' });
      const on = { ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: true } };
      return { ApplicationDetail: { ApplicationName: 'orders', ApplicationConfigurationDescription: on } };
    };

    const rows = await flinkApplicationAdapter.read({ send } as never, ['gone', 'orders'], 'stop');

    expect(rows.map(({ name, facts }) => [name, facts.withoutSnapshots])).toEqual([
      ['gone', false],
      ['orders', false],
    ]);
  });
});
