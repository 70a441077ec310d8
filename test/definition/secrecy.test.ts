import { describe, expect, it } from 'vitest';
import { problemsOf } from './read.ts';

const SETTINGS = [
  'hunter2',
  '{ hunter2: x }',
  '{ credentials: hunter2 }',
  '{ credentials: [hunter2] }',
  '{ credentials: { hunter2 } }',
  '{ credentials: { password: hunter2 } }',
  '{ credentials: { password:hunter2, username: u } }',
  '{ credentials: { password:hunter2, password:hunter2 } }',
  '{ credentials: { username: u, password: *hunter2 } }',
  '{ credentials: { username: u, password: !hunter2 x } }',
  '{ credentials: { username: u, password: &hunter2 } }',
  '{ credentials: { username: u, password: @hunter2 } }',
  '{ credentials: { username: u, password: "\\hunter2" } }',
  '{ credentials: { username: u, password: "hunter2 } }',
  '{ credentials: { username: u, password: { hunter2: x } } }',
  '{ credentials: { username: u, password: "$NONE", token: hunter2 } }',
  '{ credentials: { username: $NONE, password: hunter2 } }',
  '{ username: u, password: hunter2 }',
  '{ proxy: "socks5://user:hunter2@proxy.example" }',
  '{ proxy: "http://user:hunter2@proxy.example/path" }',
  '{ proxy:http://user:hunter2@proxy.example, ca: x }',
  '{ proxy: { hunter2: x } }',
  '{ credentials: { ecrRole: arn, externalId:hunter2 } }',
  '{ credentials: { externalId: hunter2 } }',
  '{ credentials: { username: u, password: >hunter2 } }',
  '\n    credentials:\n      username: u\n      password: >hunter2\n',
  '\n    credentials:\n      username: u\n      password: "x" hunter2\n',
  '\n    credentials:\n      username: u\n      password hunter2\n',
];

describe('DefinitionError', () => {
  it.each(SETTINGS)('says nothing of the secret in %j', (settings) => {
    const text = `images: [{ source: a/b:1, target: reg.example/b }]\nregistries:\n  a.io: ${settings}\n`;

    const problems = problemsOf(text);

    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain('unter2');
  });

  it.each([
    'targetRepoPrefix: https://user:hunter2@reg.example/\nimages: [{ source: a }]\n',
    'targetRepoPrefix: "user:hunter2@reg.example"\nimages: [{ source: a }]\n',
    'images: [{ source: "https://user:hunter2@reg.example/a", target: reg.example/b }]\n',
    'images: ["https://user:hunter2@reg.example/a"]\n',
    'images: [{ "https://user:hunter2@reg.example/a": reg.example/b }]\n',
    'images: { "https://user:hunter2@reg.example/a": 5 }\n',
    'images: { q.io/a: r.example/a }\n"https://user:hunter2@reg.example/a": 1\n',
    'images: [{ source: a, tag: "user:hunter2@reg.example", target: reg.example/b }]\n',
    'images: [{ source: a, tags: ["user:hunter2@reg.example"], target: reg.example/b }]\n',
    'images: [{ source: a, platforms: ["https://user:hunter2@reg"], target: reg.example/b }]\n',
    'defaults: { target: "https://user:hunter2@reg.example/" }\nimages: [{ source: a }]\n',
    'images: [{ source: "user:hunter2@reg.example/a", target: reg.example/b }]\n',
    'images: [{ source: a, target: "user:hunter2@reg.example/b" }]\n',
    'images: [{ source: a, target: reg.example/b }]\nregistries: { "user:hunter2@reg.example": {} }\n',
  ])('says nothing of the password in the address of %j', (text) => {
    const problems = problemsOf(text);

    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain('unter2');
  });
});
