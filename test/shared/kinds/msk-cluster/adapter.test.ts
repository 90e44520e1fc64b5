import { kafka, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const statuses = ['ACTIVE', 'HEALING', 'MAINTENANCE', 'A_STATE_OF_NEXT_YEAR'];

testService('MSK clusters', {
  kind: 'msk-cluster',
  many: numbered(120, 'kafka', (name) => kafka(name)),
  differing: (index) => {
    const facts = { status: statuses[index % statuses.length] ?? '' };
    return { world: facts, seen: facts };
  },
  callsMax: { 'kafka:ListClustersV2': 2 },
  reads: ['kafka:ListClustersV2'],
  changes: [],
});
