import { describe, expect, it } from 'vitest';
import { jsonLoginErrors, jsonLogins } from '../../../lib/cli/report/json.ts';
import { renderLogins } from '../../../lib/cli/report/logins.ts';
import type { LoginCheck } from '../../../lib/local/login-check.ts';
import { problem } from '../terminal/builders.ts';

const WORKS: LoginCheck = {
  registry: 'quay.io',
  credentials: 'registries.quay.io',
  works: true,
  message: 'credentials accepted',
  hint: null,
};

const FAILS: LoginCheck = {
  registry: 'reg.example/team',
  credentials: 'anonymous',
  works: false,
  message: 'refused\u001b[2J',
  hint: 'log in',
};

describe('renderLogins', () => {
  it('has a row for each login and counts those that fail', () => {
    expect(renderLogins([WORKS, FAILS], { columns: 120 })).toBe(
      [
        'works  quay.io           registries.quay.io',
        '                         credentials accepted',
        'fails  reg.example/team  anonymous',
        '                         refused\\u001b[2J',
        '                         hint: log in',
        '',
        '2 logins, 1 failure',
        '',
      ].join('\n'),
    );
  });

  it('puts details below the registry where there is no room beside it', () => {
    expect(renderLogins([WORKS], { columns: 40 })).toBe(
      [
        'works  quay.io',
        '  registries.quay.io',
        '  credentials accepted',
        '',
        '1 login, no failure',
        '',
      ].join('\n'),
    );
  });

  it('has colours where it is told so', () => {
    expect(renderLogins([FAILS], { color: true })).toContain('\u001b[31mfails\u001b[39m');
  });
});

describe('jsonLogins', () => {
  it('has every field of a login and no other', () => {
    const document = jsonLogins([{ ...WORKS, secret: 'x' } as LoginCheck]);

    expect(JSON.parse(document)).toEqual({ registries: [WORKS], errors: [] });
  });
});

describe('jsonLoginErrors', () => {
  it('has the problems and nothing else', () => {
    const document = jsonLoginErrors([problem()]);

    expect(JSON.parse(document)).toEqual({ registries: [], errors: [problem()] });
  });
});
