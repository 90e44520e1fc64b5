// The stores that a pipeline can have. Apart from the schema, which no function loads.
export const storeNames = ['postgres', 'cassandra', 'atlas'] as const;
export type StoreName = (typeof storeNames)[number];
