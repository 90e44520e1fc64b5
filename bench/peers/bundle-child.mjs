// A built function in a process of its own, with its own clients: invoked by its parent, and in the end it says what it took.
import { readFileSync } from 'node:fs';

const [bundle] = process.argv.slice(2);
const { handler } = await import(bundle);

const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 600_000 };

// Of the process since it was started; what Node reports may be that of the process which started it.
const megabytes = () => (Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1_024) / 1e6;

process.on('message', async (message) => {
  if ('end' in message) {
    const { user, system } = process.cpuUsage();
    process.send({ used: { cpuSeconds: (user + system) / 1e6, megabytes: megabytes() } }, () => process.exit());
    return;
  }
  try {
    process.send({ answer: await handler(message.invoke, context) });
  } catch (error) {
    process.send({ failed: String(error) });
  }
});
process.send({ ready: true });
