// The runtime switch of an environment, as `curfew pause` and `curfew resume` turn it. Functions only ever read it.
import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { namesOf } from '#core/deployed.ts';

export const switchOf =
  (client: SSMClient, environment: string) =>
  async (isOn: boolean): Promise<void> => {
    await client.send(
      new PutParameterCommand({
        Name: namesOf(environment).switchParameter,
        Value: String(isOn),
        Type: 'String',
        Overwrite: true,
        Description:
          'Whether Curfew carries out the schedule of this environment; curfew pause and curfew resume set it',
      }),
    );
  };
