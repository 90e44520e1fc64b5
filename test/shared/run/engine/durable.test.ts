// The durable engine on the SDK's own local runner.
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll } from 'vitest';
import type { Workflow } from '#core/workflow.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { testWorkflow } from '#test/support/workflow-contract.ts';

beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

testWorkflow({
  name: 'durable',
  async run<T>(flow: (workflow: Workflow) => Promise<T>) {
    const handlerFunction = durableHandler((_event, workflow) => flow(workflow));
    const execution = await new LocalDurableTestRunner({ handlerFunction }).run({ payload: {} });
    const error = execution.getStatus() === 'SUCCEEDED' ? undefined : execution.getError();
    if (error) throw new Error(error.errorMessage);
    return execution.getResult() as T;
  },
});
