/** Of what has a status and no count: who took it down. What somebody else stopped is not a start's to bring up. */
export type TakenDown<K extends string> = { readonly kind: K; readonly downBy: 'curfew' | 'somebody' };
