// A whole class of AWS clients in the place of which a test answers, until that test has ended: files share a process, and the next
// one may mean the real class.
import { mockClient } from 'aws-sdk-client-mock';
import { onTestFinished } from 'vitest';

export const mockClass: typeof mockClient = (client) => {
  const stub = mockClient(client);
  onTestFinished(() => void stub.restore());
  return stub;
};
