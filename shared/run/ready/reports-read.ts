// What earlier starts took, for a start that is to be ready by a time.
import type { Report } from '#core/report.ts';
import type { Dependencies } from '../dependencies.ts';

/** Of starts and stops, which take turns; with others between them. */
const reportsRead = 40;

export const reportsOf = async (
  environment: string,
  { state }: Pick<Dependencies, 'state'>,
): Promise<readonly Report[]> => {
  try {
    return await state.reports(environment, reportsRead);
  } catch {
    // Too early is better than too late.
    return [];
  }
};
