// How vitest reports: as it likes, and to a JSON file as well if TEST_RESULTS names one (`.ci/run` counts from it).
const outputFile = process.env.TEST_RESULTS;

export const reporting: { reporters?: ('default' | ['json', { outputFile: string }])[] } = outputFile
  ? { reporters: ['default', ['json', { outputFile }]] }
  : {};
