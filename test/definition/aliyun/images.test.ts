import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, read, warningsOf } from '../read.ts';

const API = 'quay.io/acme/api';

describe('readAliyunImages', () => {
  it.each([
    // compat.md, "C images file"
    [`${API}:v1: reg.example/m/api`, [`${API}:v1 → reg.example/m/api:v1`]],
    [`${API}:v1: reg.example/m/api:stable`, [`${API}:v1 → reg.example/m/api:stable`]],
    [
      `${API}:v1,v2: reg.example/m/api`,
      [`${API}:v1 → reg.example/m/api:v1`, `${API}:v2 → reg.example/m/api:v2`],
    ],
    [
      `"${API}:v1, v2": reg.example/m/api`,
      [`${API}:v1 → reg.example/m/api:v1`, `${API}:v2 → reg.example/m/api:v2`],
    ],
    [
      `${API}:v1,v2: reg.example/m/api:a,b`,
      [`${API}:v1 → reg.example/m/api:a`, `${API}:v2 → reg.example/m/api:b`],
    ],
    [`${API}@${DIGEST}: reg.example/m/api`, [`${API}@${DIGEST} → reg.example/m/api@${DIGEST}`]],
    [`${API}@${DIGEST}: reg.example/m/api:v1`, [`${API}@${DIGEST} → reg.example/m/api:v1`]],
    [
      `${API}@${DIGEST}: reg.example/m/api@${DIGEST}`,
      [`${API}@${DIGEST} → reg.example/m/api@${DIGEST}`],
    ],
    [`${API}:v1@${DIGEST}: reg.example/m/api`, [`${API}:v1@${DIGEST} → reg.example/m/api:v1`]],
    ['redis:7: reg.example/m/redis', ['docker.io/library/redis:7 → reg.example/m/redis:7']],
    ['localhost:5000/a/b:1: localhost:5001/a/b', ['localhost:5000/a/b:1 → localhost:5001/a/b:1']],
    [
      'x:1: [reg1.example/x, reg2.example/x:9]',
      ['docker.io/library/x:1 → reg1.example/x:1', 'docker.io/library/x:1 → reg2.example/x:9'],
    ],
    ['x:1: [r.example/x, r.example/x]', ['docker.io/library/x:1 → r.example/x:1']],
    [`x:1: "r.example/\${NS}/x"`, ['docker.io/library/x:1 → r.example/team/x:1']],
    ['{"x:1": ["r.example/x"]}', ['docker.io/library/x:1 → r.example/x:1']],
    // and what they leave open
    ['x:1: $HOST/$NS:$NS', ['docker.io/library/x:1 → r.example/team:team']],
    [
      `x:1@${DIGEST}: r.example/x@${DIGEST}`,
      [`docker.io/library/x:1@${DIGEST} → r.example/x@${DIGEST}`],
    ],
    ['oci:/abs/x,z:1: oci:./y', ['oci:/abs/x,z:1 → oci:./y:1']],
    [
      'localhost:5000/x:1,2: r.example:5000/x:a,b',
      ['localhost:5000/x:1 → r.example:5000/x:a', 'localhost:5000/x:2 → r.example:5000/x:b'],
    ],
    ['x:1: acme/x', ['docker.io/library/x:1 → docker.io/acme/x:1']],
  ])('names the images of %s', (text, copies) => {
    const environment = { NS: 'team', HOST: 'r.example' };

    expect(copiesOf(text, { environment })).toEqual(copies);
  });

  it('keeps the targets of an image together', () => {
    const text = 'a/x:1,2: [r.example/x, "s.example/x:8,9"]\n';

    expect(copiesOf(text)).toEqual([
      'docker.io/a/x:1 → r.example/x:1',
      'docker.io/a/x:1 → s.example/x:8',
      'docker.io/a/x:2 → r.example/x:2',
      'docker.io/a/x:2 → s.example/x:9',
    ]);
  });

  it.each([
    // compat.md, "C images file"
    [`${API}: reg.example/m/api`, 'quay.io', 'acme/api', { exclude: [] }],
    ['redis: reg.example/m/redis', 'docker.io', 'library/redis', { exclude: [] }],
    [
      `${API}:/^v1\\.\\d+$/: reg.example/m/api`,
      'quay.io',
      'acme/api',
      { include: [{ kind: 'regex', text: '^v1\\.\\d+$' }], exclude: [] },
    ],
    [
      'acme/api:/^2/: reg.example/m/api',
      'docker.io',
      'acme/api',
      { include: [{ kind: 'regex', text: '^2' }], exclude: [] },
    ],
    // and what they leave open
    [
      'redis:/a{1,2}:@/: reg.example/m/redis',
      'docker.io',
      'library/redis',
      { include: [{ kind: 'regex', text: 'a{1,2}:@' }], exclude: [] },
    ],
  ])('selects the tags of %s', (text, registry, repository, tags) => {
    const { images } = read(text);

    expect(images).toMatchObject([
      {
        kind: 'selected',
        source: { registry, repository },
        target: { registry: 'reg.example' },
        tags,
        allowEmpty: false,
      },
    ]);
  });

  it('replaces what the target has, unless the command line says otherwise', () => {
    const policies = [{}, { onConflict: 'keep' } as const].map((options) =>
      read('x:1: r.example/x', options).images.map(({ onConflict }) => onConflict),
    );

    expect(policies).toEqual([['overwrite'], ['keep']]);
  });

  it('takes platforms from the command line', () => {
    const { images } = read('x: r.example/x', { platforms: ['linux/arm64'] });

    expect(images).toMatchObject([{ platforms: ['linux/arm64'] }]);
  });

  it('fills an empty target with registry, namespace and the last part of the source', () => {
    const options = { defaultRegistry: 'r.example:5000', defaultNamespace: 'team' };

    expect(copiesOf('quay.io/a/b/x:1: ["", r.example/y]', options)).toEqual([
      'quay.io/a/b/x:1 → r.example:5000/team/x:1',
      'quay.io/a/b/x:1 → r.example/y:1',
    ]);
  });

  it('says nothing of an image that is listed twice', () => {
    const text =
      'x:1,1: r.example/x\ndocker.io/library/x:1: r.example/x\nx: [r.example/y, r.example/y]\n';

    expect(copiesOf(text)).toHaveLength(2);
    expect(warningsOf(text)).toEqual([]);
  });

  it('names the line of the target as the place of an image', () => {
    const { images } = read('x:1:\n  - r.example/x\n  - s.example/x\n');

    expect(images.map(({ place }) => place)).toEqual([
      { file: 'images.yaml', line: 2, column: 5 },
      { file: 'images.yaml', line: 3, column: 5 },
    ]);
  });
});
