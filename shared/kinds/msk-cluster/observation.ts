// What a look sees of a Kafka cluster, of which nothing can be changed.
export type MskObservation = { readonly kind: 'msk-cluster'; readonly status: string };

export type MskTypes = { readonly observation: MskObservation };
