// What RDS calls its events: the pages "Amazon RDS event categories and event messages" of the guides of RDS and Aurora, by number.
// DocumentDB and Neptune use the same.
import type { Severity } from '#core/notification.ts';

const idsByCategory = {
  availability: '0004 0006 0022 0221 0222 0330 0331 0396 0419',
  backtrack: '0131 0132',
  backup: '0001 0002 0074 0075 0086 0168 0169',
  'configuration change':
    '0009 0011 0012 0014 0016 0017 0018 0024 0025 0028 0029 0030 0032 0033 0037 0038 0067 0078 0092 0179 0180 0204 0207 ' +
    '0213 0214 0215 0217 0218 0295 0296 0332 0333 0334 0335 0383',
  creation: '0005 0040 0042 0090 0091 0170 0203 0206 0244 0316 0317 0318 0319 0320',
  deletion: '0003 0041 0171 0205 0208 0246',
  failover: '0013 0015 0034 0049 0050 0051 0065 0069 0070 0071 0072 0073',
  'global failover': '0181 0182 0183 0184 0185 0186 0187 0238 0239 0240 0241 0397 0423',
  failure:
    '0031 0035 0036 0039 0058 0079 0080 0081 0082 0083 0143 0165 0188 0195 0198 0219 0220 0223 0224 0237 0243 0245 0249 ' +
    '0252 0254 0261 0275 0277 0278 0279 0280 0281 0282 0283 0284 0285 0306 0310 0314 0315 0324 0328 0329 0353 0354 0355 0356 0387 0418 0420 ' +
    '0421 0484 0489',
  'low storage': '0007 0089 0227',
  maintenance:
    '0026 0027 0047 0155 0156 0173 0174 0176 0177 0178 0191 0192 0193 0194 0264 0265 0266 0267 0268 0269 0270 0286 0287 ' +
    '0288 0289 0290 0302 0303 0304 0305 0363 0366 0367 0368 0369 0388 0389 0394 0395 0398 0399 0410 0411 0412 0413 0414 0417 0422 0424 0425 0429 0501 0502',
  notification:
    '0044 0048 0054 0055 0056 0059 0060 0061 0064 0076 0077 0084 0085 0087 0088 0141 0142 0144 0145 0146 0147 0148 0149 ' +
    '0150 0151 0152 0153 0154 0157 0158 0159 0160 0161 0162 0163 0164 0167 0172 0189 0190 0196 0197 0225 0231 0234 0235 ' +
    '0236 0247 0248 0250 0251 0253 0259 0260 0297 0298 0307 0308 0311 0312 0321 0322 0323 0325 0326 0327 0365 0370 0371 ' +
    '0372 0373 0374 0385 0386 0390 0391 0403 0404 0405 0406 0409 0426 0486 0487 0488 0491 0492 0493 0512 0513',
  'read replica': '0045 0046 0057 0062 0063 0202 0233 0357 0358 0359 0360 0415 0416',
  recovery: '0020 0021 0023 0052 0053 0066 0166 0361 0362',
  restoration: '0019 0043 0352',
  security: '0068',
  'security patching': '0230',
} as const;

export type Category = keyof typeof idsByCategory;

const byId = <V>(entries: readonly (readonly [value: V, ids: string])[]): ReadonlyMap<string, V> =>
  new Map(entries.flatMap(([value, ids]) => ids.split(' ').map((id) => [`RDS-EVENT-${id}`, value] as const)));

const categories = byId(Object.entries(idsByCategory) as [Category, string][]);

export const severityOfCategory: Readonly<Record<Category, Severity>> = {
  failure: 'error',
  'low storage': 'error',
  availability: 'warning',
  deletion: 'warning',
  failover: 'warning',
  'global failover': 'warning',
  recovery: 'warning',
  backtrack: 'info',
  backup: 'info',
  'configuration change': 'info',
  creation: 'info',
  maintenance: 'info',
  notification: 'info',
  'read replica': 'info',
  restoration: 'info',
  security: 'info',
  'security patching': 'info',
};

/** Where the event is worse or better than its category: many failures are filed under what failed. */
const exceptions = byId<Severity>([
  [
    'error',
    '0022 0221 0222 0330 0331 0419 0067 0069 0086 0174 0187 0239 0270 0305 0369 0389 0391 0320 0412 0425 0429 0045 0057 0202 0076 0077 0084 0085 ' +
      '0152 0157 0158 0159 0162 0234 0327 0403 0404',
  ],
  [
    'warning',
    '0026 0028 0061 0153 0154 0160 0163 0189 0190 0219 0220 0225 0231 0235 0266 0287 0358 0131 0302 0326 0365 0395 0422 0424 0426 0501 0502',
  ],
  // Back again: the key can be read, the failover, the recovery is over.
  ['info', '0021 0041 0053 0241 0166 0246 0362 0396 0420'],
]);

/** Their text is free text. */
const withFreeText = new Set(['0044', '0054', '0055', '0056', '0166', '0167', '0409'].map((id) => `RDS-EVENT-${id}`));

export const categoryOf = (eventId: string | undefined): Category | undefined => categories.get(eventId ?? '');

/** Undefined for what the table does not know, and for what only its text contains. */
export const severityOfId = (eventId: string | undefined): Severity | undefined => {
  const category = categoryOf(eventId);
  if (eventId === undefined || category === undefined || withFreeText.has(eventId)) return undefined;
  return exceptions.get(eventId) ?? severityOfCategory[category];
};

/** AWS starts a database by itself that was stopped for seven days: as an instance, as a cluster. It costs money. */
const sevenDays: readonly (string | undefined)[] = ['RDS-EVENT-0154', 'RDS-EVENT-0153'];

export const isSevenDayRestart = (eventId: string | undefined): boolean => sevenDays.includes(eventId);

/** What a stop and a start make RDS say: shut down, restarted, stopped, started, and recovery on the way up. */
const ofStopAndStart = byId([[true, '0004 0006 0020 0021 0052 0053 0087 0088 0150 0151']]);

export const isOfStopOrStart = (eventId: string | undefined): boolean => ofStopAndStart.has(eventId ?? '');
