export type Action = 'start' | 'stop';
