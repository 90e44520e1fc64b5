// The request of a cleanup, from an event or from a person at a broker, and the one place where it is handed on.
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { assertNever } from '#core/errors.ts';
import type { CleanupDependencies } from './dependencies.ts';
import { executeRun } from './execute/execute.ts';
import { resumeRun, verifyRun } from './execute/resume.ts';
import { planRun } from './plan/make-plan.ts';

export type CleanupCommand = { readonly requestedBy: string } & (
  | { readonly mode: 'plan'; readonly request: CleanupRequest }
  | {
      readonly mode: 'execute';
      readonly planHash: string;
      readonly clusterId?: string;
      /** The request of the plan, if it is repeated; otherwise that of the plan counts. */
      readonly request?: CleanupRequest;
    }
  | { readonly mode: 'verify'; readonly run?: string; readonly planHash?: string }
  | {
      readonly mode: 'resume';
      readonly run?: string;
      readonly planHash?: string;
      readonly request?: CleanupRequest;
    }
);

type CleanupSetting = {
  readonly environment?: string;
  /** The rules as they are now. Throws `InputError`. */
  readonly rules: (request: CleanupRequest) => CleanupRules | Promise<CleanupRules>;
};

export const carryOutCommand = async (
  command: CleanupCommand,
  { environment, rules }: CleanupSetting,
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  switch (command.mode) {
    case 'plan': {
      const { request, requestedBy } = command;
      const where = environment === undefined ? {} : { environment };
      return planRun({ rules: await rules(request), request, requestedBy, ...where }, deps);
    }
    case 'verify':
      return verifyRun(command, deps);
    case 'execute':
    case 'resume': {
      const { request } = command;
      // What is not repeated comes from the plan's request; the rest is as the definition or the file says today.
      const rulesNow = (planned: { readonly request: CleanupRequest }) => rules({ ...planned.request, ...request });
      return command.mode === 'execute'
        ? executeRun({ ...command, rulesFor: rulesNow }, deps)
        : resumeRun({ ...command, rulesFor: rulesNow }, deps);
    }
    default:
      return assertNever(command);
  }
};
