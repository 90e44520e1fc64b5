// The account of a rehearsed deployment: it has what the definition names, and nothing of Curfew yet.
import type { Definition } from '#definition/definition.ts';
import type { Template } from '#deploy/template.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { type Account, emptyAccount } from './account.ts';
import { accountClients } from './clients.ts';
import { simulatedControl } from './control.ts';

/** As an earlier deployment left it. */
const withStack = (account: Account, name: string, template: Template): void => {
  const stack = { status: 'CREATE_COMPLETE', template, parameters: {}, resources: new Map(), events: [] };
  for (const [id, { Type }] of Object.entries(template.Resources))
    stack.resources.set(id, { type: Type, name: id, stack: name, isProtected: false });
  account.stacks.set(name, stack);
};

/** `deployed`: the name and the template of a stack that is there already. */
export const rehearsedAccount = (
  { environment, notifications: { topics = [] } }: Definition,
  region: string,
  ports: Dependencies,
  deployed?: { readonly name: string; readonly template: Template },
) => {
  const account = emptyAccount(region, topics);
  if (deployed) withStack(account, deployed.name, deployed.template);
  const now = () => ports.runtime.now().getTime();
  const control = simulatedControl(environment, now);
  const clients = accountClients(account, { now, deliver: control.deliver });
  return { account, clients, ask: control.ask };
};
