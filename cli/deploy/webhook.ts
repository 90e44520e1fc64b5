// The address of Slack's webhook on its way into a secret: asked for once, never shown and in no file.
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { allTargets } from '#definition/targets.ts';
import { hiddenLine, lineFromStdin } from '../terminal/ask.ts';
import type { DeployOptions } from './options.ts';

/** Names of secrets that hold the address of a webhook of Slack. */
export const webhookSecrets = (definition: Definition): string[] => [
  ...new Set(
    allTargets(definition).flatMap((target) =>
      target.kind === 'slack' && target.webhookSecret !== undefined ? [target.webhookSecret] : [],
    ),
  ),
];

const checked = (address: string): string => {
  if (!/^https:\/\/[^\s/]+\/\S+$/.test(address))
    throw new InputError('that is not the address of a webhook: it begins with https://; nothing was stored');
  return address;
};

/** Undefined where nobody gives one: messages wait for two days. */
export const webhookFor = async (secret: string, options: DeployOptions): Promise<string | undefined> => {
  if (options.webhookStdin) {
    const given = await lineFromStdin();
    return given === undefined ? undefined : checked(given);
  }
  if (options.rehearsal) return undefined;
  const given = await hiddenLine(options, `Webhook of Slack for ${secret} (not shown; Enter: later):`);
  return given === undefined ? undefined : checked(given);
};
