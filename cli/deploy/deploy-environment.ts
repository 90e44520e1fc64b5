// `curfew deploy`: from a definition to functions that operate what it names.
import { readFileSync } from 'node:fs';
import { accessProblems } from '#access/fits.ts';
import { namesOf } from '#core/deployed.ts';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Report } from '#core/report.ts';
import { problemsText } from '#definition/problem.ts';
import { alsoInOf } from '#definition/shared-things.ts';
import { deploy, type Outcome, type Planned, planDeployment, type Wish, whyNotOwned } from '#deploy/deploy.ts';
import type { DeployPorts } from '#deploy/ports.ts';
import { type Preflight, preflight } from '#deploy/preflight/preflight.ts';
import { waitForEnd } from '#deploy/stack/update.ts';
import { stackNameOf } from '#deploy/template-for.ts';
import { amongOthers, loadedDefinitionFor } from '../files/environments.ts';
import { siteOf } from '../live/open-site.ts';
import type { Site } from '../live/site.ts';
import { complainOf, tell, tellJson } from '../live/tell.ts';
import { consent } from '../terminal/ask.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { leftCode } from '../terminal/output.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';
import { dryRunLines, findingLines, planLines } from './lines.ts';
import { openAccount } from './open-account.ts';
import type { DeployOptions } from './options.ts';
import { deployPorts } from './ports.ts';
import { ownRelease } from './release.ts';
import { progressOf } from './show-progress.ts';
import { webhookFor, webhookSecrets } from './webhook.ts';

type Run = {
  readonly name: string;
  readonly options: DeployOptions;
  readonly site: Site;
  readonly ports: DeployPorts;
  readonly wish: Wish;
};

const say = ({ options, site }: Pick<Run, 'options' | 'site'>, lines: string | readonly string[]): void => {
  if (!options.json) tell(site, lines);
};

const countOfErrors = ({ findings }: Preflight): number =>
  findings.filter(({ severity }) => severity === 'error').length;

/** 1 where something stands in the way. */
const showPreflight = ({ options, site }: Run, found: Preflight): 0 | 1 => {
  const { environment } = site.definition;
  say({ options, site }, [
    `${environment} in ${site.place}, account ${found.account.id}, as ${found.account.caller}`,
    ...findingLines(found.findings),
  ]);
  const errors = countOfErrors(found);
  if (errors === 0) return 0;
  const text = `${pluralise(errors, 'problem')} to solve first; nothing was changed.`;
  if (options.json) tellJson(site, { environment, outcome: 'refused', findings: found.findings });
  else complainOf(site, text);
  return 1;
};

const refuse = ({ options, site }: Run, reason: string): 1 => {
  if (options.json) tellJson(site, { environment: site.definition.environment, outcome: 'refused', reason });
  else complainOf(site, `${reason}\nNothing was changed.`);
  return 1;
};

const showPlan = async (run: Run, planned: Planned, found: Preflight): Promise<void> => {
  const { options, site, ports, wish } = run;
  const { definition } = wish;
  const current = planned.current?.definition;
  const isPaused = planned.isNew || options.paused === true || !(await ports.isOn());
  const secrets = webhookSecrets(definition).length;
  const facts = { definition, current, planned, found, isPaused, nowMs: ports.now(), secrets };
  say({ options, site }, ['', ...planLines(facts)]);
};

/** Looked for again each time: whoever was interrupted before is asked again. */
const storeWebhook = async (run: Run, { missingSecrets }: Preflight): Promise<void> => {
  const { options, ports, wish } = run;
  for (const secret of webhookSecrets(wish.definition).filter((one) => missingSecrets.includes(one))) {
    const address = await webhookFor(secret, options);
    if (address === undefined) continue;
    await ports.createSecret(secret, address);
    say(run, `Stored in the secret ${secret}`);
  }
};

/** It shows wrong names and missing rights; what it finds is no reason to take the deployment back. */
const tryStop = async (run: Run): Promise<void> => {
  try {
    say(run, dryRunLines((await run.ports.dryRun()) as Report));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complainOf(
      run.site,
      `The dry run did not come to an end (${why}). Try it: curfew stop ${shellQuoted(run.name)} --dry-run`,
    );
  }
};

const lastLines = (run: Run, isPaused: boolean): string[] => {
  const { name, options } = run;
  const mark = options.rehearsal ? ' --rehearsal' : '';
  return [
    ...(options.email === undefined ? [] : [`Confirm the e-mail that AWS sends to ${options.email}.`]),
    ...(isPaused
      ? [`Resume the schedule? Type: curfew resume ${shellQuoted(name)}${mark}`]
      : [`Next: curfew status ${shellQuoted(name)}${mark}`]),
  ];
};

const finish = async (run: Run, outcome: Outcome, found: Preflight): Promise<number> => {
  const { options, site, ports, wish, name } = run;
  const { environment } = wish.definition;
  if (outcome.kind === 'failed') {
    if (options.json) tellJson(site, { environment, outcome: 'failed', reason: outcome.reason });
    else
      complainOf(
        site,
        `${outcome.reason}\nAfter the fix, run the same command again: curfew deploy ${shellQuoted(name)}`,
      );
    return 1;
  }
  if (outcome.kind === 'interrupted') {
    complainOf(
      site,
      `Interrupted during ${outcome.during}. The same command continues: curfew deploy ${shellQuoted(name)}`,
    );
    return leftCode;
  }
  const isPaused = !(await ports.isOn());
  const { applied, changed, isNew } = outcome;
  if (options.json) {
    await storeWebhook(run, found);
    tellJson(site, {
      environment,
      outcome: changed ? 'deployed' : 'unchanged',
      isNew,
      paused: isPaused,
      ...(applied ? { applied } : {}),
    });
    return 0;
  }
  const version = applied && 'version' in applied ? `, definition v${applied.version}` : '';
  say(run, [
    '',
    changed ? `${environment} is deployed${version}` : `${environment} is deployed already: nothing to do${version}`,
  ]);
  await storeWebhook(run, found);
  if (changed) await tryStop(run);
  say(run, lastLines(run, isPaused));
  return 0;
};

const question = ({ wish: { definition }, site }: Run, planned: Planned, found: Preflight): string =>
  `${planned.isNew ? 'Create' : 'Change'} this in ${site.place}, account ${found.account.id}, for ${definition.environment}?`;

const carryOut = async (run: Run, isInterrupted: () => boolean): Promise<number> => {
  const { options, site, ports, wish } = run;
  const stackName = stackNameOf(wish.definition.environment);
  const found = await preflight(wish.definition, await ports.stacks.read(stackName), ports.look);
  if (showPreflight(run, found) !== 0) return 1;
  const show = await progressOf(site, 0, options.json === true);
  // An earlier deployment that goes on comes to its end first: what it leaves is what is planned from. Nothing else is done of it
  // before somebody agreed.
  const settled = options.plan ? await ports.stacks.read(stackName) : await waitForEnd(stackName, ports, show);
  show.end();
  if (settled === 'interrupted' || isInterrupted())
    return finish(run, { kind: 'interrupted', during: 'an operation of CloudFormation, which continues' }, found);
  const withAccount = { ...run, wish: { ...wish, account: found.account.id } };
  const planned = await planDeployment(withAccount.wish, settled, ports);
  const reason = whyNotOwned(planned, withAccount.wish);
  if (reason !== undefined) return refuse(run, reason);
  await showPlan(withAccount, planned, found);
  if (options.plan) {
    if (options.json)
      tellJson(site, {
        environment: wish.definition.environment,
        outcome: 'planned',
        isNew: planned.isNew,
        changes: planned.changes,
      });
    return 0;
  }
  const isNothing = planned.isStackCurrent && (await ports.control.apply({ dryRun: true })).kind === 'same';
  const agreed =
    isNothing || options.rehearsal ? 0 : await consent(options, () => question(withAccount, planned, found));
  if (agreed !== 0) return agreed;
  const drawn = await progressOf(site, planned.changes.length, options.json === true);
  const outcome = await deploy(withAccount.wish, planned, ports, drawn);
  drawn.end();
  return finish(withAccount, outcome, found);
};

const parametersOf = ({ email, parameter = {} }: DeployOptions): Record<string, string> => ({
  ...parameter,
  ...(email === undefined ? {} : { Email: email }),
});

/** Answers with the exit code. */
export const deployEnvironment = async (name: string, options: DeployOptions, by: string): Promise<number> => {
  const loaded = loadedDefinitionFor(name);
  const { file, locate } = loaded;
  const definition = amongOthers(loaded);
  const problems = accessProblems(definition);
  if (problems.length > 0) throw new InputError(problemsText(file, problems.map(locate)));
  const { region = definition.region, profile } = options;
  if (region !== definition.region)
    throw new InputError(
      `${namesOf(definition.environment).stateTable} is in ${definition.region}, as the definition says; change \`region\` there`,
    );
  const source = readFileSync(file, 'utf8');
  return siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    let hasLeft = false;
    const isInterrupted = () => hasLeft;
    const takeBack = onInterrupt(() => {
      hasLeft = true;
    });
    try {
      const asked = { yaml: source, file, why: options.why, by, alsoIn: alsoInOf(definition) };
      const opened = await openAccount({ site, region, profile, ...asked });
      const ports = deployPorts({ site, region, ...opened, isInterrupted });
      const wish: Wish = {
        definition,
        source,
        release: ownRelease(),
        account: '',
        bucket: options.bucket,
        parameters: parametersOf(options),
        paused: options.paused,
      };
      return await carryOut({ name, options, site, ports, wish }, isInterrupted);
    } finally {
      takeBack();
    }
  });
};
