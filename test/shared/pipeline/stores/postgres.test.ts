import { expect, test } from 'vitest';
import { iamToken } from '#pipeline/stores/postgres/iam-token.ts';
import { meaningOfPostgres } from '#pipeline/stores/postgres/meaning.ts';
import { migrationSql } from '#pipeline/stores/postgres/sql.ts';

/** What botocore's `generate_db_auth_token` gives for the same moment; it sorts the parameters in another way. */
const botocores =
  'metadata.abc123.us-east-1.rds.amazonaws.com:5432/?Action=connect&DBUser=curfew_store&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261130%2Fus-east-1%2Frds-db%2Faws4_request&X-Amz-Date=20261130T100000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=session%2Ftoken%2Bx%3D%3D&X-Amz-Signature=3f7a5bf0fb01154e98c07a75aab69abc57a8e586328756a6c108cd49d5d3712d';

const parametersOf = (token: string): readonly string[] => token.split(/[?&]/).toSorted();

test('the password for a login by IAM is what botocore makes', async () => {
  const token = await iamToken(
    {
      ...{ host: 'metadata.abc123.us-east-1.rds.amazonaws.com', port: 5_432, user: 'curfew_store' },
      region: 'us-east-1',
      credentials: async () => ({
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        sessionToken: 'session/token+x==',
      }),
    },
    new Date('2026-11-30T10:00:00Z'),
  );
  expect(parametersOf(token)).toEqual(parametersOf(botocores));
});

test.each([
  ['a character that no text may have', '22P05', 'entities'],
  ['a constraint of the table', '23514', 'entities'],
  ['a key that is too long for the index', '54000', 'entities'],
  ['a table that is not there yet', '42P01', 'moment'],
  ['a password that is wrong', '28P01', 'moment'],
  ['a deadlock', '40P01', 'moment'],
  ['a statement that took too long', '57014', 'moment'],
  ['a server that goes down', '57P01', 'moment'],
  ['a disk that is full', '53100', 'moment'],
  ['a connection that is refused', 'ECONNREFUSED', 'moment'],
  ['a system call whose code has five letters', 'EPIPE', 'moment'],
])('%s (%s) is about the %s', (_, code, meaning) => {
  expect(meaningOfPostgres(Object.assign(new Error('x'), { code }))).toBe(meaning);
});

test('what has no code is a bad moment', () => {
  expect([undefined, null, 'text', new Error('x')].map(meaningOfPostgres)).toEqual(Array(4).fill('moment'));
});

test('rights are given only to a user that is named, and a role is made only for a login by IAM', () => {
  const names = { schema: 'public', table: 'metadata', publication: 'metadata' };
  const textOf = (more: { readonly user?: string; readonly byIam: boolean }): string =>
    migrationSql({ ...names, ...more })
      .map(({ sql }) => sql)
      .join('\n');
  expect(textOf({ byIam: false })).not.toMatch(/grant|role/);
  expect(textOf({ user: 'writer', byIam: false })).not.toContain('create role');
  expect(textOf({ user: 'writer', byIam: true })).toMatch(/create role "writer" login[\s\S]*grant rds_iam to "writer"/);
});
