import type { Dependencies } from '../dependencies.ts';

export type DowntimePorts = Pick<Dependencies, 'definition' | 'state' | 'alarms' | 'runtime'>;
