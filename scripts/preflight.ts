// Lists what a deployment would lack, before anything is made: npm run preflight -- staging/data staging/workloads
// ScoringImage=:4f2c1ab Reads the account by the command `aws`, and changes nothing. Answers with 0 if nothing is missing, 1 if
// something is, 2 if that is not known.
import type { Look } from '#infra/platform/preflight/look.ts';
import { preflight } from '#infra/platform/preflight/preflight.ts';
import { lookByCli, runAws } from './preflight/aws-cli.ts';
import { reportOf } from './preflight/report.ts';
import { synthesisedStacks } from './preflight/synthesised-stacks.ts';

const main = async (args: readonly string[], look: Look): Promise<number> => {
  const given: Record<string, string> = Object.fromEntries(
    args.filter((arg) => arg.includes('=')).map((arg) => arg.split(/=(.*)/s).slice(0, 2)),
  );
  const asked = args.filter((arg) => !arg.includes('='));
  const stacks = synthesisedStacks();
  const chosen = asked.flatMap((id) => stacks.get(id) ?? []);
  if (asked.length === 0 || chosen.length < asked.length) {
    const unknown = asked.filter((id) => !stacks.has(id));
    const complaint = unknown.length > 0 ? `There is no stack ${unknown.join(', ')}.` : 'Which stacks?';
    process.stderr.write(`${complaint} There are: ${[...stacks.keys()].join(' ')}\n`);
    return 2;
  }
  const isParameterOf = (name: string, { template }: (typeof chosen)[number]) => name in (template.Parameters ?? {});
  const nowhere = Object.keys(given).filter((name) => !chosen.some((stack) => isParameterOf(name, stack)));
  if (nowhere.length > 0) {
    process.stderr.write(`No chosen stack has a parameter ${nowhere.join(', ')}\n`);
    return 2;
  }
  let lacking = 0;
  for (const stack of chosen) {
    const own: Record<string, string> = Object.fromEntries(
      Object.entries(given).filter(([name]) => isParameterOf(name, stack)),
    );
    const missing = await preflight({ ...stack, given: own }, look);
    lacking += missing.length;
    process.stdout.write(reportOf(stack.id, missing));
  }
  return lacking > 0 ? 1 : 0;
};

process.exitCode = await main(process.argv.slice(2), lookByCli(runAws)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  return 2;
});
