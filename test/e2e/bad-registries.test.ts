import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { CliResult } from '../support/cli-process.ts';
import { freePort } from '../support/free-port.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import type { Mishap } from '../support/mishap.ts';
import { MISHAPS } from '../support/mishaps.ts';
import { push } from '../support/push.ts';
import { readReport, type SyncResult } from '../support/sync-definition.ts';
import { Workplace } from '../support/workplace.ts';

/** Enough to see that failures that may pass are repeated, and short of patience. */
const IMPATIENT = ['--retries', '0', '--idle-timeout', '1', '--proc', '32'];

describe('an image that cannot be copied', () => {
  let workplace: Workplace;
  let source: EmbeddedRegistry;
  let target: EmbeddedRegistry;
  /** The target's content, seen past whatever befalls the target. */
  let observer: EmbeddedRegistry;
  let json: SyncResult;
  let text: CliResult;

  beforeAll(async () => {
    workplace = await Workplace.open();
    const filled = await startEmbeddedRegistry();
    observer = await startEmbeddedRegistry();
    // No two have a blob in common that could be had without the source.
    for (const [seed, name] of ['good', ...MISHAPS.map((mishap) => mishap.name)].entries()) {
      if (name === 'absent') continue;
      await push(image({ seed }), filled.url, { repository: name, tag: '1' });
    }
    source = await startEmbeddedRegistry({ storage: filled.storage });
    target = await startEmbeddedRegistry({ storage: observer.storage });
    await filled.close();
    MISHAPS.forEach(befall);

    const plain = await startEmbeddedRegistry();
    const refused = `127.0.0.1:${await freePort()}`;
    const hosts: Readonly<Record<string, string>> = {
      'unknown-host': 'registry.invalid',
      'refused-connection': refused,
      'no-tls': plain.host,
    };
    await workplace.write('images.yaml', {
      images: [...MISHAPS.map(({ name }) => name), 'good'].map((name) => ({
        source: `${hosts[name] ?? source.host}/${name}:1`,
        target: `${target.host}/${name}`,
      })),
      registries: { [plain.host]: { plainHttp: false } },
    });
    json = readReport(await workplace.run(['--output', 'json', ...IMPATIENT]));
    text = await workplace.run(IMPATIENT);
    await plain.close();
  }, 60_000);

  afterAll(async () => {
    await workplace.close();
    await source.close();
    await target.close();
    await observer.close();
  });

  function befall({ name, side, fault }: Mishap): void {
    if (!fault) return;
    const registry = side === 'source' ? source : target;
    const path = fault.path instanceof RegExp ? fault.path.source : '';
    registry.play({ ...fault, path: new RegExp(`^/v2/${name}(?=/).*${path}`) });
  }

  const outcomeOf = (name: string) =>
    json.report.images.find(({ target }) => target?.endsWith(`/${name}:1`));

  it.each(MISHAPS)('fails with $kind, $code on the $side side: $name', (mishap) => {
    const { name, kind, code, side, says, advises } = mishap;

    expect(outcomeOf(name)).toMatchObject({
      status: 'failed',
      targetDigest: null,
      error: {
        kind,
        code,
        side,
        message: expect.stringContaining(says),
        hint: expect.stringContaining(advises),
      },
    });
  });

  it.each(MISHAPS)('is told as text, with its name: $name', ({ name, says, advises }) => {
    const paragraphs = text.stdout.split(/^failed +/m);

    const told = paragraphs.find((part) => part.startsWith(`${target.host}/${name}:1 `));

    expect(told).toContain(says);
    expect(told).toMatch(new RegExp(`hint: .*${advises}`));
  });

  it.each(MISHAPS)('has no tag at the target: $name', async ({ name }) => {
    expect(await listTags(observer.url, name)).toEqual([]);
  });

  it('makes the exit code 1', () => {
    expect([json.exitCode, text.exitCode]).toEqual([1, 1]);
  });

  it('leaves no upload session behind', () => {
    expect(target.uploads).toBe(0);
  });

  it('does not stop the one beside it', async () => {
    expect(outcomeOf('good')?.status).toBe('copied');
    expect(await listTags(observer.url, 'good')).toEqual(['1']);
  });
});
