import { describe, expect, it } from 'vitest';
import { mostSpecific, scopesOf } from '../../lib/local/name-scopes.ts';

const NAME = { registry: 'quay.io', repository: 'acme/team/api' };

describe('scopesOf', () => {
  it('goes from the name to the host', () => {
    expect(scopesOf(NAME)).toEqual([
      'quay.io/acme/team/api',
      'quay.io/acme/team',
      'quay.io/acme',
      'quay.io',
    ]);
  });
});

describe('mostSpecific', () => {
  it.each([
    [['quay.io'], 'quay.io'],
    [['quay.io', 'quay.io/acme'], 'quay.io/acme'],
    [['quay.io/acme', 'quay.io/acme/team/api', 'quay.io'], 'quay.io/acme/team/api'],
    [['quay.io/ac', 'quay.io/acme/te', 'quay.io/acme/team/api2'], undefined],
    [['quay.io/other', 'sub.quay.io', 'quay.io:443'], undefined],
  ])('of %j chooses %s', (scopes, expected) => {
    const settings = new Map(scopes.map((scope) => [scope, scope]));

    expect(mostSpecific(settings, NAME, (setting) => setting)?.scope).toBe(expected);
  });

  it('passes over settings that say nothing', () => {
    const settings = new Map([
      ['quay.io', { value: 1 }],
      ['quay.io/acme', {}],
    ]);

    const found = mostSpecific<{ value?: number }, number>(settings, NAME, ({ value }) => value);

    expect(found).toEqual({ scope: 'quay.io', value: 1 });
  });
});
