// How many resources a definition may name before IAM refuses its rights.
import { describe, expect, it } from 'vitest';
import { accessProblems, policiesPerRole } from '#access/fits.ts';
import { manyServices } from './many-services.ts';

/** The most that fits, found by halving. */
const mostServices = (more: Parameters<typeof manyServices>[1]): number => {
  let [low, high] = [600, 850];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (accessProblems(manyServices(middle, more)).length === 0) low = middle;
    else high = middle - 1;
  }
  return low;
};

describe('the rights of a definition', () => {
  it.each([
    [1, 0],
    [70, 0],
    [385, 5],
    [770, 10],
  ])('the rights of %i services of 24 letters take an inline policy and %i managed ones', (count, managed) => {
    expect(accessProblems(manyServices(count))).toEqual([]);
    expect(Math.max(...policiesPerRole(manyServices(count)).values())).toBe(managed);
  });

  // What each region's name leaves room for: its ARNs are longer.
  it.each([
    ['us-east-1', 770],
    ['ap-southeast-5', 720],
    ['cn-northwest-1', 700],
    ['us-gov-west-1', 680],
    ['us-isob-east-1', 680],
  ])('in %s at least %i services fit, and one more than fits is refused', (region, least) => {
    const most = mostServices({ region });

    expect(most).toBeGreaterThanOrEqual(least);
    expect(accessProblems(manyServices(most, { region }))).toEqual([]);
    expect(accessProblems(manyServices(most + 1, { region }))).toHaveLength(1);
  });

  it('what does not fit is refused with the three ways out', () => {
    const [problem] = accessProblems(manyServices(850));

    expect(problem).toMatchObject({ path: ['resources'], at: 'key' });
    expect(problem?.what).toMatch(
      /^851 resources .* are too much for IAM: the rights of `\w+` take 11 managed policies/,
    );
    expect(problem?.remedy).toBe(
      'split it into two environments; or say `access: cluster` if the ECS clusters that it names are of this environment alone; ' +
        'or have the quota "Managed policies attached to an IAM role" raised to 20, then say `access: { policiesPerRole: 20 }`',
    );
  });

  it.each([{ policiesPerRole: 11 }, { services: 'cluster' as const }])(
    'with access %o more services fit than by name and ten policies',
    (access) => {
      expect(accessProblems(manyServices(850, { access }))).toEqual([]);
    },
  );

  it('a way out that was taken is not offered again', () => {
    const [problem] = accessProblems(
      manyServices(880, { region: 'us-gov-west-1', cluster: 'c'.repeat(180), access: { policiesPerRole: 20 } }),
    );

    expect(problem?.remedy).not.toContain('quota');
  });
});
