// How the resources of a definition know each other, by the definition's names: what the simulated services ask for.

export type Tag = { readonly Key: string; readonly Value: string };
export type Variable = { readonly name: string; readonly value: string };

export type Wiring = {
  readonly group: (name: string) => string;
  readonly host: (name: string) => string;
  readonly brokers: (name: string) => string;
  readonly tags: (name: string) => Tag[];
  readonly variables: (name: string) => Variable[];
  readonly serviceConnect: (name: string) => {
    readonly enabled: boolean;
    readonly namespace: string;
    readonly services: {
      readonly portName: string;
      readonly discoveryName: string;
      readonly clientAliases: { readonly port: number; readonly dnsName: string }[];
    }[];
  };
  /** The cluster that a connector works on. */
  readonly kafkaOf: (name: string) => {
    readonly bootstrapServers: string;
    readonly vpc: { readonly subnets: string[]; readonly securityGroups: string[] };
  };
  /** Every security group, and those that it lets in: the groups of what depends on the protected resource. */
  readonly groups: () => { readonly id: string; readonly letsIn: readonly string[] }[];
};
