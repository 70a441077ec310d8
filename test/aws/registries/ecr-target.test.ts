import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoundTarget, RepositorySettings } from '../../../lib/aws/environment.ts';
import type { AwsRepositoriesOptions } from '../../../lib/aws/registries/create-aws-repositories.ts';
import type { ContentSource, ContentTarget } from '../../../lib/content/ports.ts';
import { copyImage } from '../../../lib/copy/copy-image.ts';
import { tagImage } from '../../../lib/copy/tag-image.ts';
import type { FaultEffect } from '../../../lib/local/embedded-registry/fault.ts';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { useRegistriesBehindProxy } from '../../support/aws/registries-behind-proxy.ts';
import { type Ecr, startEcr } from '../../support/aws/start-ecr.ts';
import { image } from '../../support/image-builder.ts';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const PLAIN = { [HOST]: { plainHttp: true } };
const APP = { registry: HOST, repository: 'app' };
const TARGET = { registry: HOST, repository: 'external/app' };
const create: RepositorySettings = {
  mutability: 'IMMUTABLE',
  exclusions: [],
  scanOnPush: true,
  tags: {},
};
const TARGETS: readonly BoundTarget[] = [{ registry: HOST, prefix: 'external/', create }];
const OURS = parseManifest(image().root.bytes);
const THEIRS = parseManifest(image({ seed: 2 }).root.bytes);

let ecr: Ecr;
/** How much had been written into the registry whenever a repository was made. */
const writesBefore: number[] = [];
const behind = useRegistriesBehindProxy();

useAwsEnvironment();

beforeAll(async () => {
  ecr = await startEcr({
    before: ({ action }) => {
      const writes = behind().asked.filter(([line]) => /^(?:POST|PATCH|PUT)/.test(line));
      if (action === 'CreateRepository') writesBefore.push(writes.length);
    },
  });
});

afterAll(() => ecr.close());

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_ECR', ecr.endpoint);
  ecr.repositories.clear();
  writesBefore.length = 0;
});

function options() {
  return { retry: { retries: 0, clock: behind().clock, random: () => 0 } };
}

function open(more: Partial<AwsRepositoriesOptions> = {}) {
  const { repositories } = behind().open(PLAIN, TARGETS, more);
  const source = repositories.open(APP, 'pull');
  return { source, target: repositories.open(TARGET, 'pull,push') };
}

async function bring(source: ContentSource, target: ContentTarget): Promise<void> {
  await copyImage(source, target, OURS.digest, options());
  await tagImage(target, OURS, '1', options());
}

/** As ECR answers: errors of the specification, each with its own status. */
function refusal(status: number, code: string, message: string): FaultEffect {
  return { kind: 'status', status, body: JSON.stringify({ errors: [{ code, message }] }) };
}

function challenge(): void {
  const headers = {
    'www-authenticate': `Basic realm="https://${HOST}/",service="ecr.amazonaws.com"`,
  };
  behind().registry.play({ times: 1, do: { kind: 'status', status: 401, headers } });
}

describe('a repository of ECR', () => {
  it('is made before anything of an image is written, and only then', async () => {
    const { source, target } = open();
    await target.resolve('1');
    expect(ecr.repositories.size).toBe(0);

    await bring(source, target);

    expect([...ecr.repositories.keys()]).toEqual([`${HOST}/external/app`]);
    expect(writesBefore).toEqual([0]);
    expect((await target.resolve('1'))?.digest).toBe(OURS.digest);
  });

  it('is made again where somebody has removed it', async () => {
    const { source, target } = open();
    await bring(source, target);
    ecr.repositories.clear();
    const gone = refusal(404, 'NAME_UNKNOWN', 'The repository does not exist');
    behind().registry.play({ method: 'PUT', times: 1, do: gone });

    await expect(bring(source, target)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await bring(source, target);

    expect([...ecr.repositories.keys()]).toEqual([`${HOST}/external/app`]);
  });

  it('is asked with another token once it calls the one expired', async () => {
    const { source } = open();
    challenge();
    await source.resolve('1');
    behind().clock.advance(6 * 60_000);
    const message = 'Your authorization token has expired. Reauthenticate and try again.';
    behind().registry.play({ method: 'GET', times: 1, do: refusal(403, 'DENIED', message) });

    await source.fetchManifest(OURS.digest);

    const tokens = behind().asked.map(([, authorization]) => authorization);
    expect(tokens[0]).toBeUndefined();
    expect(tokens[1]).toMatch(/^Basic /);
    expect(tokens[2]).toBe(tokens[1]);
    expect(tokens[3]).not.toBe(tokens[1]);
    expect(ecr.judge(HOST, tokens[3])).toBe('accepted');
  });

  it('waits for its turn before each manifest', async () => {
    const reserved: string[] = [];
    const reserve = async (registry: string) => {
      reserved.push(registry);
      return 200;
    };
    const { source, target } = open({ pace: { reserve } });

    await bring(source, target);

    expect(reserved).toEqual([HOST]);
    expect(behind().clock.slept).toContain(200);
  });

  describe('with a tag that is immutable', () => {
    const words = "The image tag '1' already exists in the 'external/app' repository";

    it.each([
      `${words} and cannot be overwritten because the tag is immutable.`,
      `ImageTagAlreadyExistsException: ${words}.`,
    ])('is in place where it has the image already: %s', async (message) => {
      const { source, target } = open();
      await bring(source, target);
      const path = /\/manifests\/1$/;
      behind().registry.play({ method: 'PUT', path, do: refusal(400, 'TAG_INVALID', message) });

      await expect(tagImage(target, OURS, '1', options())).resolves.toBeUndefined();
      await expect(tagImage(target, THEIRS, '1', options())).rejects.toMatchObject({
        code: 'TAG_IMMUTABLE',
      });
    });
  });
});
