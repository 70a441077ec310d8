import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { floorBreaches } from './support/floors.ts';
import type { SourceFile } from './support/imports.ts';

const ROOT = join(import.meta.dirname, '..');

function readSources(): readonly SourceFile[] {
  return globSync('{bin,lambda,lib,scripts}/**/*.ts', { cwd: ROOT }).map((file) => ({
    file: file.replaceAll('\\', '/'),
    text: readFileSync(join(ROOT, file), 'utf8'),
  }));
}

describe('the sources', () => {
  const sources = readSources();

  it('are found', () => {
    const files = sources.map(({ file }) => file);

    expect(files).toContain('bin/image-syncer.ts');
    expect(files).toContain('lib/copy/copy-blob.ts');
    expect(files).toContain('scripts/build.ts');
  });

  it('keep to the floors', () => {
    expect(floorBreaches(sources)).toEqual([]);
  });
});

describe('floorBreaches', () => {
  it.each([
    [
      'a word of the same floor below',
      'lib/oci/digest.ts',
      "import { SyncerError } from '../errors.ts';",
    ],
    [
      'a lower floor, over several lines',
      'lib/copy/walk.ts',
      "import {\n  type Call,\n  verify,\n} from '../content/ports.ts';",
    ],
    ['its own room', 'lib/copy/walk.ts', "import { copyBlob } from './copy-blob.ts';"],
    [
      'its own folder, by way of its parent',
      'lib/local/embedded/a.ts',
      "import { b } from '../sqlite.ts';",
    ],
    [
      'the package of its own, and a part of it',
      'lib/cdk/stack.ts',
      "import { Stack } from 'aws-cdk-lib';\nimport 'aws-cdk-lib/aws-sqs';",
    ],
    [
      'a package of its own that it passes on',
      'lib/aws/queue.ts',
      "export { SQSClient } from '@aws-sdk/client-sqs';",
    ],
    ['a package of its own', 'lib/registry/transport.ts', "import { Agent } from 'undici';"],
    [
      'the package file',
      'lib/cli/program.ts',
      "import file from '../../package.json' with { type: 'json' };",
    ],
    ['a process, above the engine', 'lib/cli/main.ts', 'console.log(process.env.HOME);'],
    [
      'the command line, while it runs',
      'bin/app.ts',
      "const { main } = await import('../lib/cli/main.ts');",
    ],
    [
      'anything, beside the house',
      'scripts/demo.ts',
      "import { push } from '../test/support/push.ts';",
    ],
    [
      'a process, in comments only',
      'lib/copy/walk.ts',
      '/** Writes to no `console`. */\n  // nor to process.stdout\n',
    ],
    [
      'a name of a package in its texts',
      'lib/mirror/run.ts',
      "export const FROM = 'undici';\nconst text = `from 'undici'`;",
    ],
  ])('accepts %s: %s', (_, file, text) => {
    expect(floorBreaches([{ file, text }])).toEqual([]);
  });

  it.each([
    ['lib/errors.ts', '../lib/oci/digest.ts', 'lib/oci is not below lib/errors.ts'],
    ['lib/oci/digest.ts', '../content/verified.ts', 'lib/content is not below lib/oci'],
    ['lib/content/ports.ts', '../registry/slots.ts', 'lib/registry is not below lib/content'],
    ['lib/registry/slots.ts', '../copy/errors.ts', 'lib/copy is not below lib/registry'],
    ['lib/copy/errors.ts', '../registry/errors.ts', 'lib/registry is not below lib/copy'],
    ['lib/copy/errors.ts', '../definition/schema.ts', 'lib/definition is not below lib/copy'],
    ['lib/definition/parse.ts', '../copy/errors.ts', 'lib/copy is not below lib/definition'],
    ['lib/mirror/plan.ts', '../local/memory-queue.ts', 'lib/local is not below lib/mirror'],
    ['lib/local/fifo.ts', '../aws/sqs-queue.ts', 'lib/aws is not below lib/local'],
    ['lib/aws/sqs-queue.ts', '../local/fifo.ts', 'lib/local is not below lib/aws'],
    ['lib/aws/sqs-queue.ts', '../cdk/stack.ts', 'lib/cdk is not below lib/aws'],
    ['lib/cli/main.ts', '../cdk/stack.ts', 'lib/cdk is not below lib/cli'],
    ['lib/cdk/stack.ts', '../../lambda/sync.ts', 'lambda is not below lib/cdk'],
    ['lib/cli/main.ts', '../../bin/image-syncer.ts', 'bin is not below lib/cli'],
    ['bin/image-syncer.ts', '../test/support/push.ts', 'test stands on no floor'],
    ['lib/copy/errors.ts', '../../test/support/push.ts', 'test stands on no floor'],
    ['lib/cli/main.ts', '../../scripts/demo.ts', 'scripts stands on no floor'],
    ['lib/utils/text.ts', '../errors.ts', 'lib/utils stands on no floor'],
  ])('refuses %s that imports %s', (file, specifier, rule) => {
    const forms = [
      `import { a } from '${specifier}';`,
      `import type { A } from '${specifier}';`,
      `import '${specifier}';`,
      `export * from '${specifier}';`,
      `export {\n  a,\n} from '${specifier}';`,
      `const { a } = await import('${specifier}');`,
      `type A = import('${specifier}').A;`,
    ];

    for (const text of forms) {
      expect(floorBreaches([{ file, text }])).toEqual([
        expect.stringMatching(new RegExp(`^${file} imports [a-z/.-]+: ${rule}$`)),
      ]);
    }
  });

  it.each([
    ['lib/copy/walk.ts', 'undici', 'lib/registry'],
    ['scripts/bench.ts', 'undici', 'lib/registry'],
    ['lib/mirror/plan.ts', '@aws-sdk/client-sqs', 'lib/aws'],
    ['lambda/sync.ts', '@aws-sdk/client-sqs', 'lib/aws'],
    ['bin/app.ts', 'aws-cdk-lib/aws-sqs', 'lib/cdk'],
  ])('refuses %s that imports %s', (file, name, owner) => {
    const text = `import { a } from '${name}';`;

    expect(floorBreaches([{ file, text }])).toEqual([`${file} imports ${name}: only ${owner} may`]);
  });

  it.each([
    ['lib/clock.ts', 'const home = process.env.HOME;', 'process.env'],
    ['lib/oci/digest.ts', 'process.stdout.write(text);', 'process.stdout'],
    ['lib/registry/slots.ts', 'process.stderr.write(text);', 'process.stderr'],
    ['lib/mirror/plan.ts', "console.warn('late');", 'console'],
    ['lib/copy/errors.ts', "import { env } from 'node:process';", 'node:process'],
  ])('refuses %s with %s', (file, text, found) => {
    expect(floorBreaches([{ file, text }])).toEqual([
      `${file} mentions ${found}: the engine knows no process`,
    ]);
  });

  it('refuses files of one folder that import each other in a circle', () => {
    const sources = [
      { file: 'lib/oci/a.ts', text: "import './b.ts';" },
      { file: 'lib/oci/b.ts', text: "import type { C } from './c.ts';" },
      { file: 'lib/oci/c.ts', text: "import './b.ts';\nimport './d.ts';" },
      { file: 'lib/oci/d.ts', text: '' },
    ];

    expect(floorBreaches(sources)).toEqual([
      'lib/oci/b.ts → lib/oci/c.ts → lib/oci/b.ts: imports form no circle',
    ]);
  });
});
