// What the options of `curfew cleanup` mean, and which of them do not go together.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { brokerRules, checkRequest } from '../../../cli/cleanup/at-broker.ts';
import { checkedRequest, definitionOfCluster } from '../../../cli/cleanup/at-function.ts';
import { commandOf, whereOf } from '../../../cli/cleanup/options.ts';

const refusal = (ask: () => unknown): string => {
  try {
    ask();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'not refused';
};

const { cleanup } = definitionOfCluster('staging');

describe('the options of curfew cleanup', () => {
  it.each([
    [() => whereOf({}), /say which cluster: --cluster NAME/],
    [() => whereOf({ cluster: 'a', bootstrap: 'b:1' }), /say which cluster/],
    [() => whereOf({ cluster: 'a', topics: 'x.yaml' }), /--topics goes with --bootstrap only/],
    [() => whereOf({ cluster: 'a', maxTopics: 1 }), /--max-topics goes with --bootstrap only/],
    [() => commandOf('execute', {}, 'ana'), /--plan-hash H/],
    [() => brokerRules({}, {}), /say which topics: --prefix P/],
    [
      () => brokerRules({}, { prefixes: ['orders*'] }),
      /the prefix `orders\*` contains a wildcard: a prefix is plain text/,
    ],
    [() => brokerRules({ topics: 'nowhere.yaml' }, {}), /nowhere\.yaml cannot be read/],
    [() => brokerRules({}, { prefixes: ['__consumer_'] }), /every topic that starts with `__consumer_` is internal/],
    [() => checkRequest(commandOf('execute', { planHash: 'h', prefix: ['connect-'] }, 'ana'), {}), /Kafka Connect/],
    [() => checkRequest(commandOf('resume', { prefix: ['eu.heartbeats'] }, 'ana'), {}), /heartbeats/],
    [() => checkedRequest(cleanup, { prefixes: ['__x.'] }), /internal to Kafka/],
    [() => definitionOfCluster('nobody'), /no definition cleans up a cluster `nobody`.*poc-atlas-dev-msk/],
    [() => definitionOfCluster('poc-atlas-dev-mks'), /did you mean `poc-atlas-dev-msk`\?/],
    [() => definitionOfCluster('prod'), /the definition of prod has no key `cleanup`/],
  ])('the options of curfew cleanup are refused with a way out (%#)', (ask, says) => {
    expect(refusal(ask)).toMatch(says);
  });

  it('the options of curfew cleanup find an environment by its name, by that of its cluster, and by the path of its file', () => {
    for (const name of ['staging', 'poc-atlas-dev-msk', './test/fixtures/environments/staging.yaml'])
      expect(definitionOfCluster(name).environment).toBe('staging');
  });

  it('the options of curfew cleanup let an execution go by its plan unless they say again what it is about', () => {
    expect(commandOf('execute', { planHash: 'h' }, 'ana')).toEqual({
      mode: 'execute',
      requestedBy: 'ana',
      planHash: 'h',
    });
    expect(commandOf('execute', { planHash: 'h', prefix: ['orders.'] }, 'ana')).toMatchObject({
      request: { prefixes: ['orders.'] },
    });
  });

  it('the options of curfew cleanup let a resumed run be given again what has changed, and only that', () => {
    expect(commandOf('resume', { run: 'r', maxTopics: 3 }, 'ana')).toEqual({
      mode: 'resume',
      requestedBy: 'ana',
      run: 'r',
      request: { topicsMax: 3 },
    });
    expect(commandOf('verify', { run: 'r', maxTopics: 3 }, 'ana')).not.toHaveProperty('request');
  });

  it('the options of curfew cleanup make rules with careful defaults', () => {
    expect(brokerRules({}, { prefixes: ['orders.'] })).toEqual({
      prefixes: [{ prefix: 'orders.', strategy: 'truncate' }],
      topics: [],
      deny: [],
      accept: [],
      caps: { topicsMax: 500 },
      applyDefinitions: false,
    });
  });
});

describe('the cap of topics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-options-'));
  const file = join(folder, 'topics.yaml');
  writeFileSync(file, 'prefixes: { orders.: truncate }\ncaps: { topics: 7 }\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[what: string, options: Parameters<typeof brokerRules>[0], topicsMax: number]>([
    ['of the file counts alone', { topics: file }, 7],
    ['of the command line lowers it', { topics: file, maxTopics: 6 }, 6],
    ['of the file is not raised by the command line', { topics: file, maxTopics: 8 }, 7],
    ['of the command line counts without a file', { maxTopics: 900 }, 900],
    ['is 500 where nobody says one', {}, 500],
  ])('the cap of topics %s', (_, options, topicsMax) => {
    expect(brokerRules(options, { prefixes: ['orders.'] }).caps).toEqual({ topicsMax });
  });
});
