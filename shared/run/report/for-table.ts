// A report as the state table keeps it: DynamoDB takes 400 KB of an item. Every resource is kept, with shorter reasons, and of
// long lists the beginning with how many more there were.
import { bytesOf, shortened } from '#core/bytes.ts';
import type { Report } from '#core/report.ts';

/** As JSON; attributes take less. */
const bytesMax = 350_000;
const reasonsMax = [300, 120, 40] as const;
const listMax = 100;

const shortList = (names: readonly string[], reasonMax: number): string[] => [
  ...names.slice(0, listMax).map((one) => shortened(one, reasonMax)),
  ...(names.length > listMax ? [`and ${names.length - listMax} more`] : []),
];

const withReasons = (report: Report, most: number): Report => ({
  ...report,
  reason: shortened(report.reason, 2_000),
  resources: report.resources.map((one) => ({ ...one, reason: shortened(one.reason, most) })),
  alarmsMuted: shortList(report.alarmsMuted, 255),
  warnings: shortList(report.warnings, Math.max(most, 120)),
  ...(report.expected ? { expected: report.expected.slice(0, listMax) } : {}),
});

export const forTable = (report: Report): Report => {
  let kept = report;
  for (const most of reasonsMax) {
    if (bytesOf(kept) <= bytesMax) return kept;
    kept = withReasons(report, most);
  }
  return kept;
};
