// The stores that a pipeline can have. Apart from the schema, which no function loads.
export const storeNames = ['postgres'] as const;
export type StoreName = (typeof storeNames)[number];
