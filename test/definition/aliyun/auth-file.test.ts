import { describe, expect, it } from 'vitest';
import { problemsOf, read } from '../read.ts';

const IMAGES = 'a/b:1: r.example/b';

function auth(text: string) {
  return { auth: { text, file: 'auth.yaml' } };
}

describe('withAuthFile', () => {
  it('comes before what the definition says of the same registry', () => {
    const text = `images: [{ source: a/b:1, target: r.example/b }]
registries:
  quay.io: { maxConnections: 2, credentials: { username: u, password: p } }
  s.example: { plainHttp: true }
`;
    const logins = 'quay.io: {username: v, password: q}\ns.example: {insecure: true}\n';

    const { registries } = read(text, auth(logins));

    expect(Object.fromEntries(registries)).toEqual({
      'quay.io': {
        maxConnections: 2,
        credentials: { kind: 'basic', username: 'v', password: 'q' },
      },
      's.example': { insecure: true },
    });
  });

  it('names the auth file where a mistake stands', () => {
    const reading = () => read(IMAGES, auth('quay.io: {username: u}'));

    expect(reading).toThrow('auth.yaml:1:10: password is missing');
  });

  it('tells of the mistakes of the definition before those of the auth file', () => {
    const text = 'a/b:1: r.example/b\na/c:1: r.example/C\n';

    const places = problemsOf(text, auth('quay.io: {username: u}')).map(([line]) => line);

    expect(places).toEqual([2, 1]);
  });

  it('tells of the mistakes of the definition before an auth file that is no YAML', () => {
    const problems = problemsOf('a/c:1: r.example/C\n', auth('{hunter2'));

    expect(problems).toEqual([
      [1, 8, expect.stringContaining('lower case only'), expect.anything()],
      [1, 9, expect.stringContaining('not valid YAML'), expect.anything()],
    ]);
  });

  it('holds the name of the auth file against the rule for names', () => {
    const reading = () => read(IMAGES, { auth: { text: '{}', file: 'auth.txt' } });

    expect(reading).toThrow("auth.txt:1:1: the name of a file in Aliyun's format");
  });
});
