// The dated price tables in `prices/<region>.yaml`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { PriceTable } from '#core/cost.ts';
import { InputError } from '#core/errors.ts';
import { problemsText } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';

const price = z.strictObject({ usd: z.number().nonnegative(), confidence: z.enum(['A', 'B', 'C']) });

const priceFile = z.strictObject({
  region: z.string(),
  asOf: z.iso.date(),
  source: z.string().min(1),
  prices: z.record(z.string(), price),
});

/** Throws `InputError` for a table that is not valid. */
export const parsePrices = (text: string, file: string): PriceTable => {
  const yaml = readYaml(text);
  if (yaml.problems.length > 0) throw new InputError(problemsText(file, yaml.problems));
  const parsed = priceFile.safeParse(yaml.content);
  if (!parsed.success) throw new InputError(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

const fileOf = (region: string, directory: string): string => join(directory, `${region}.yaml`);

export const hasPrices = (region: string, directory: string): boolean => existsSync(fileOf(region, directory));

/** Throws `InputError` where there is none for the region: prices of another one would be wrong in every line. */
export const loadPrices = (region: string, directory: string): PriceTable => {
  const file = fileOf(region, directory);
  if (!existsSync(file))
    throw new InputError(
      `no price table for ${region}: ${file} does not exist; fetch it from AWS with: curfew prices ${region}`,
    );
  return parsePrices(readFileSync(file, 'utf8'), file);
};

/** Every table of a folder. Throws `InputError` for one that is not valid. */
export const loadPriceTables = (directory: string): PriceTable[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parsePrices(readFileSync(join(directory, file), 'utf8'), join(directory, file)));
