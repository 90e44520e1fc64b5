// The account of a rehearsed deployment: it has what the definition names, and nothing of Curfew yet.
import type { Definition } from '#definition/definition.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { emptyAccount } from './account.ts';
import { accountClients } from './clients.ts';
import { simulatedControl } from './control.ts';

export const rehearsedAccount = (
  { notifications: { topics = [] } }: Definition,
  region: string,
  ports: Dependencies,
) => {
  const account = emptyAccount(region, topics);
  const control = simulatedControl();
  const clients = accountClients(account, {
    now: () => ports.runtime.now().getTime(),
    deliver: control.deliver,
  });
  return { account, clients, ask: control.ask };
};
