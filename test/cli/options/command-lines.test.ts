import type { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { syncProgram } from '../../../lib/cli/mirror-programs.ts';
import { deprecations } from '../../../lib/cli/options/old-options.ts';
import { type OtherSpellings, settledOptions } from '../../../lib/cli/options/settled-options.ts';

interface Parsed {
  /** What `sync` is told. */
  readonly options: object;
  readonly notices: readonly string[];
}

/** Parses a command line of `sync` without running it; throws what is said against it. */
function parse(line: string): Parsed {
  const parsed: Parsed[] = [];
  const { stdout, stderr } = process;
  syncProgram({ shell: { argv: [], env: {}, stdout, stderr }, finish: () => {} })
    .configureOutput({
      writeErr: (text) => {
        throw new Error(text);
      },
    })
    .action((written: OtherSpellings, command: Command) => {
      parsed.push({ options: settledOptions(written, command), notices: deprecations(command) });
    })
    .parse(line.split(' '), { from: 'user' });
  const [first] = parsed;
  if (!first) throw new Error(`nothing was parsed of ${line}`);
  return first;
}

const KEY = 'signatures are copied, none are made';

describe('a command line of sync', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  // compat.md, "C command lines".
  it.each([
    [
      '--proc=6 --auth=./auth.json --images=./images.json --retries=3',
      { proc: 6, auth: './auth.json', imagesFile: './images.json', retries: 3 },
    ],
    ['-p 6 -r 3', { proc: 6, retries: 3, imagesFile: 'images.yaml' }],
    ['--os linux --arch amd64 --arch arm64', { platforms: ['linux/amd64/*', 'linux/arm64/*'] }],
    ['--arch arm:v7', { platforms: ['*/arm/v7'] }],
    ['--arch amd64,arm64', { platforms: ['*/amd64/*', '*/arm64/*'] }],
    ['--os windows:10.0.17763.5329', { platforms: ['windows/*:10.0.17763.5329'] }],
    ['--force', { force: true }],
    ['--log ./x.log', { log: './x.log' }],
    [
      '--output-success-images ok.yaml --output-images-format json',
      { outputSuccessImages: 'ok.yaml', outputImagesFormat: 'json' },
    ],
    ['--config c.yaml', { imagesFile: 'c.yaml' }],
    ['--registry r.example --namespace n', { defaultRegistry: 'r.example', defaultNamespace: 'n' }],
    ['--records r.json', { imagesFile: 'images.yaml' }],
  ])('of Aliyun says by %s', (line, options) => {
    expect(parse(line).options).toMatchObject(options);
  });

  // compat.md, "B images file", command lines.
  it.each([
    [
      '--images-file F --target-repo-auth-key K --dry-run=true',
      { imagesFile: 'F', targetRepoAuthKey: 'K', dryRun: true },
    ],
    ['-i F -t K', { imagesFile: 'F', targetRepoAuthKey: 'K' }],
    ['-i F -a TOKEN -r P/', { imagesFile: 'F', accessToken: 'TOKEN', targetRepoPrefix: 'P/' }],
    ['--debug', { debug: true }],
    ['-k K --target-key-file F', { dryRun: false }],
    ['--library-names', { libraryNames: true }],
  ])('of kyma says by %s', (line, options) => {
    expect(parse(line).options).toMatchObject(options);
  });

  it.each([
    ['--platform linux/amd64,linux/arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['--platform linux/amd64 --platform linux/arm', { platforms: ['linux/amd64', 'linux/arm'] }],
    ['--on-conflict keep', { onConflict: 'keep' }],
    ['--chunk-from 1GiB', { chunkFrom: 1024 ** 3 }],
    ['--chunk-size 5MiB', { chunkSize: 5 * 1024 ** 2 }],
    ['--resume-hash-from 536870912', { resumeHashFrom: 512 * 1024 ** 2 }],
    ['--force', { chunkFrom: 2 ** 26, chunkSize: 2 ** 25, resumeHashFrom: 2 ** 32 }],
  ])('of ours says by %s', (line, options) => {
    expect(parse(line).options).toMatchObject(options);
  });

  it.each([
    ['SYNCER_IMAGES_FILE', 'F', { imagesFile: 'F' }],
    ['SYNCER_TARGET_REPO_AUTH_KEY', 'K', { targetRepoAuthKey: 'K' }],
    ['SYNCER_TARGET_REPO_PREFIX', 'P/', { targetRepoPrefix: 'P/' }],
    ['SYNCER_ACCESS_TOKEN', 'T', { accessToken: 'T' }],
    ['SYNCER_DRY_RUN', 'T', { dryRun: true }],
    ['SYNCER_DEBUG', '1', { debug: true }],
    ['DEFAULT_REGISTRY', 'r.example', { defaultRegistry: 'r.example' }],
    ['DEFAULT_NAMESPACE', 'n', { defaultNamespace: 'n' }],
  ])('hears the variable %s=%s', (variable, content, options) => {
    vi.stubEnv(variable, content);

    expect(parse('--proc=8').options).toMatchObject(options);
  });

  it('prefers --images to the variable', () => {
    vi.stubEnv('SYNCER_IMAGES_FILE', 'other.yaml');

    expect(parse('--images F').options).toMatchObject({ imagesFile: 'F' });
  });

  it.each([
    ['-k K', `--kms-key is deprecated: ${KEY}`],
    ['--kms-key=K', `--kms-key is deprecated: ${KEY}`],
    ['--target-key-file F', `--target-key-file is deprecated: ${KEY}`],
    ['--records F', expect.stringMatching(/^--records is deprecated: .*--ledger/)],
    ['--registry R', expect.stringMatching(/^--registry is deprecated: .*destinations/)],
    ['--namespace N', expect.stringMatching(/^--namespace is deprecated: .*destinations/)],
  ])('is told by %s that its day is over', (line, notice) => {
    expect(parse(line).notices).toEqual([notice]);
  });

  it.each([['SYNCER_KMS_KEY'], ['DEFAULT_REGISTRY'], ['DEFAULT_NAMESPACE']])(
    'is told of the variable %s that its day is over, where it has a value',
    (variable) => {
      vi.stubEnv(variable, '');
      const before = parse('--proc=8').notices;
      vi.stubEnv(variable, 'something');

      expect(before).toEqual([]);
      expect(parse('--proc=8').notices).toEqual([expect.stringContaining(`${variable} is deprec`)]);
    },
  );

  it.each([
    ['-i F --images G', '--images-file, --images and --config are one option'],
    ['--images F --config G', '--images-file, --images and --config are one option'],
    ['--platform linux/amd64 --os linux', "'--platform <platforms>' cannot be used with"],
    ['--os linux/amd64', 'a system such as linux'],
    ['--arch amd64,', 'an architecture such as amd64'],
    ['--output-images-format xml', 'Allowed choices are yaml, json'],
    ['--on-conflict never', 'Allowed choices are fail, overwrite, keep'],
    ['--proc 0', 'a whole number from 1 to 256'],
    ['--log=', 'Write a value'],
    ['--chunk-from 64MB', "argument '64MB' is invalid. Write a size such as 64MiB"],
    ['--chunk-from 0', 'at least 1 B'],
    ['--chunk-size 5242879', 'at least 5 MiB'],
    ['--resume-hash-from 9000000TiB', 'Write a size'],
  ])('is refused with %s', (line, complaint) => {
    expect(() => parse(line)).toThrow(complaint);
  });
});
