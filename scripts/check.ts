// Before the tests: lint, types, the build and the prose linter, all at once. What goes well says nothing; what does not is printed whole, one after
// the other.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const checks = [
  ['npm', 'run', '--silent', 'lint'],
  ['tsc'],
  ['tsc', '-p', 'infra'],
  ['npm', 'run', '--silent', 'build'],
  ['npm', 'run', '--silent', 'prose'],
];

const run = async ([command = '', ...args]: readonly string[]): Promise<boolean> => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) process.stderr.write(`${[command, ...args].join(' ')} ended with ${code}\n${out}${err}`);
  return code === 0;
};

const results = await Promise.all(checks.map(run));
if (results.includes(false)) process.exitCode = 1;
