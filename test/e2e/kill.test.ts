import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCEPTED_MANIFEST_TYPES } from '../../lib/oci/media-types.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { missingContent } from '../support/missing-content.ts';
import { push } from '../support/push.ts';
import { freshSeed, SeededRandom } from '../support/random.ts';
import { syncDefinition } from '../support/sync-definition.ts';
import { Workplace } from '../support/workplace.ts';

const KILLS = 50;
const AT_A_TIME = 2;
const SEED = freshSeed();

const LAYERS = { layers: 3, layerBytes: 200_000 };
const IMAGE = index([image(LAYERS), image({ ...LAYERS, platform: 'linux/arm64/v8' })]);

describeWith(['docker-registry'], `a run that is killed (seed ${SEED})`, () => {
  let source: DockerRegistry;
  let target: DockerRegistry;
  let workplace: Workplace;

  beforeAll(async () => {
    source = await startDockerRegistry();
    target = await startDockerRegistry();
    workplace = await Workplace.open();
    await push(IMAGE, source.url, { repository: 'app', tag: '1' });
  });

  afterAll(async () => {
    await workplace.close();
    await source.stop();
    await target.stop();
  });

  const definition = (...repositories: readonly string[]) => ({
    images: repositories.map((repository) => ({
      source: `${source.host}/app:1`,
      target: `${target.host}/${repository}`,
    })),
  });

  /** Starts a run into `repository` and resolves at its first request, since what it does before cannot do harm. */
  async function start(repository: string) {
    const file = await workplace.write(`${repository}.yaml`, definition(repository));
    const process = workplace.start(['--debug', '-i', file]);
    await process.firstWords;
    return process;
  }

  async function measureMs(repository: string): Promise<number> {
    const process = await start(repository);
    const startedAt = performance.now();
    expect((await process.result).exitCode).toBe(0);
    return performance.now() - startedAt;
  }

  /** Resolves to whether the run was killed before its end. */
  async function killAfter(delayMs: number, repository: string): Promise<boolean> {
    const process = await start(repository);
    await setTimeout(delayMs);
    process.kill('SIGKILL');
    return (await process.result).exitCode === null;
  }

  /** Asked by name, since docker-registry lists a tag a moment before it knows what the tag names. */
  async function hasTag(repository: string): Promise<boolean> {
    const url = new URL(`/v2/${repository}/manifests/1`, target.url);
    const headers = { accept: ACCEPTED_MANIFEST_TYPES.join(', ') };
    const { status } = await fetch(url, { method: 'HEAD', headers });
    expect([200, 404]).toContain(status);
    return status === 200;
  }

  /** What the tag lacks, nothing where there is no tag. */
  async function missingFrom(repository: string): Promise<readonly string[]> {
    return (await hasTag(repository)) ? missingContent(target.url, repository, '1') : [];
  }

  it(`${KILLS} times leaves no tag with missing content, and a later run completes all`, async () => {
    const random = new SeededRandom(SEED);
    // The first run is slower than all others: what it loads is in no cache yet.
    await measureMs('cold');
    const durations = await pMap(['one', 'two', 'three'], measureMs, { concurrency: AT_A_TIME });
    const repositories = Array.from({ length: KILLS }, (_, position) => `killed-${position}`);
    const delays = repositories.map(() => random.integer(Math.max(...durations)));

    const killed = await pMap(
      repositories,
      async (repository, position) => {
        const wasKilled = await killAfter(delays[position] ?? 0, repository);
        expect(await missingFrom(repository)).toEqual([]);
        return wasKilled;
      },
      { concurrency: AT_A_TIME },
    );
    expect(killed.filter(Boolean).length).toBeGreaterThan(KILLS / 5);

    // The leases of those that died stand for a minute in the ledger that they shared.
    const rerun = await syncDefinition(workplace, definition(...repositories), [
      '--ledger',
      'new.db',
    ]);

    expect(rerun.exitCode).toBe(0);
    for (const repository of repositories) {
      expect(await missingContent(target.url, repository, '1')).toEqual([]);
    }
  });

  it('leaves a ledger that the next run can use', async () => {
    const { statuses } = await syncDefinition(workplace, definition('afterwards'));

    expect(statuses).toEqual(['copied']);
  });
});
