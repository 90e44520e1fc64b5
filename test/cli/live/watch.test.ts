// A status that is looked at again and again, until Ctrl-C.
import { expect, it, vi } from 'vitest';
import { showStatus } from '../../../cli/live/show-status.ts';

const staging = 'test/fixtures/environments/staging.yaml';

it('a status that is watched is printed to a pipe when it differs, and ends at once with 130 at Ctrl-C', async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    // The first look is there; whoever watches leaves.
    setImmediate(() => process.emit('SIGINT'));
    return true;
  });
  const code = await showStatus(staging, { rehearsal: true, json: true, watch: true });
  write.mockRestore();

  expect(code).toBe(130);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ environment: 'staging', simulated: true });
  expect(process.listenerCount('SIGINT')).toBe(0);
});
