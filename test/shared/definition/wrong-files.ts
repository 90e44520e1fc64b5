// Every way to spoil a definition that has an answer of its own, and what an operator then reads.
import type { WrongFile } from './wrong-file.ts';
import { wrongNotifications } from './wrong-notifications.ts';
import { wrongResources } from './wrong-resources.ts';
import { wrongSchedules } from './wrong-schedules.ts';
import { wrongTexts } from './wrong-texts.ts';

export const wrongFiles: readonly WrongFile[] = [
  ...wrongNotifications,
  ...wrongSchedules,
  ...wrongResources,
  ...wrongTexts,
];
