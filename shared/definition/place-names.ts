// Regions and time zones by the names that people know them by: a city, a country, or a slip of the pen.
import { regions } from './regions.ts';
import { nearest } from './suggest.ts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** As AWS calls them in its console. */
const regionNames: Readonly<Record<string, string>> = {
  virginia: 'us-east-1',
  'n virginia': 'us-east-1',
  'north virginia': 'us-east-1',
  ohio: 'us-east-2',
  california: 'us-west-1',
  'n california': 'us-west-1',
  oregon: 'us-west-2',
  montreal: 'ca-central-1',
  canada: 'ca-central-1',
  calgary: 'ca-west-1',
  mexico: 'mx-central-1',
  'sao paulo': 'sa-east-1',
  brazil: 'sa-east-1',
  ireland: 'eu-west-1',
  dublin: 'eu-west-1',
  london: 'eu-west-2',
  paris: 'eu-west-3',
  frankfurt: 'eu-central-1',
  zurich: 'eu-central-2',
  stockholm: 'eu-north-1',
  milan: 'eu-south-1',
  spain: 'eu-south-2',
  'cape town': 'af-south-1',
  bahrain: 'me-south-1',
  uae: 'me-central-1',
  'tel aviv': 'il-central-1',
  mumbai: 'ap-south-1',
  hyderabad: 'ap-south-2',
  singapore: 'ap-southeast-1',
  sydney: 'ap-southeast-2',
  jakarta: 'ap-southeast-3',
  melbourne: 'ap-southeast-4',
  malaysia: 'ap-southeast-5',
  thailand: 'ap-southeast-7',
  tokyo: 'ap-northeast-1',
  seoul: 'ap-northeast-2',
  osaka: 'ap-northeast-3',
  'hong kong': 'ap-east-1',
  taipei: 'ap-east-2',
};

/** `eu-west1`, `us_east_1`, `EU (Frankfurt)`. */
export const regionMeant = (text: string): string | undefined => {
  const word = plain(text);
  const joined = word.replaceAll(' ', '-').replace(/([a-z])(\d)$/, '$1-$2');
  if (regions.includes(joined)) return joined;
  const city = Object.keys(regionNames).find((name) => word === name || ` ${word} `.includes(` ${name} `));
  if (city !== undefined) return regionNames[city];
  const slip = nearest(joined, regions) ?? nearest(word, Object.keys(regionNames));
  return slip === undefined ? undefined : (regionNames[slip] ?? slip);
};

const cityOf = (zone: string): string => plain(zone.split('/').at(-1) ?? '');

/** `Berlin`, `europe/berlin`, `Europe/Berln`, `Sao Paulo`. */
export const timeZoneMeant = (text: string): string | undefined => {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const word = plain(text);
  const city = cityOf(text);
  return (
    zones.find((zone) => plain(zone) === word) ??
    zones.find((zone) => cityOf(zone) === city) ??
    nearest(text, zones) ??
    zones.find((zone) => cityOf(zone) === nearest(city, zones.map(cityOf)))
  );
};
