// What each scenario file is to end in: the outcomes of its runs, and what must be true in its trace and at its end.

import { alarmNights } from './alarm-nights.ts';
import type { Expected } from './night-facts.ts';
import { operatorNights } from './operator-nights.ts';
import { outageNights } from './outage-nights.ts';
import { serviceNights } from './service-nights.ts';
import { storeNights } from './store-nights.ts';

export const expectedNights: Readonly<Record<string, Expected>> = {
  ...alarmNights,
  ...serviceNights,
  ...storeNights,
  ...operatorNights,
  ...outageNights,
};
