import { describe, expect, it } from 'vitest';
import type { ImageMemory } from '../../../lib/mirror/ports.ts';
import type { Digest } from '../../../lib/oci/digest.ts';
import {
  BUSY,
  CONFLICT,
  digestNamed,
  FAILED,
  filledService,
  outcomeOf,
  WAITING,
} from '../../support/filled-service.ts';
import { getPage, sectionOf } from '../../support/get-page.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { imageMemory } from '../../support/run-builder.ts';

/** What is remembered of the image with the digest `root`. */
function memoryOf(root: Digest): ImageMemory {
  const { referrers } = imageMemory(41);
  return {
    ...(referrers && { referrers: { ...referrers, root } }),
    platforms: { root, names: ['linux/riscv64'] },
  };
}

describe('the page of an image', () => {
  it('has why it is where it is, its digests, and the causes of its error', async () => {
    const service = new MemoryService();
    const causes = [{ code: 'ECONNRESET', message: 'read ECONNRESET' }];
    const failed = { ...FAILED, error: FAILED.error && { ...FAILED.error, causes } };
    service.define([failed]);
    await service.record({ outcomes: [failed] });

    const { status, text } = await getPage(service, `/images/${failed.target}`);

    expect(status).toBe(200);
    expect(text).toContain('answered 503');
    expect(text).toContain('try again later');
    expect(text).toContain(String(failed.sourceDigest));
    expect(text).toContain('read ECONNRESET');
    expect(text).toContain('not read yet');
  });

  it('shows both sides of a conflict', async () => {
    const { text } = await getPage(await filledService(), `/images/${CONFLICT.target}`);

    expect(text).toContain(String(CONFLICT.targetDigest));
    expect(text).toContain(String(CONFLICT.sourceDigest));
  });

  it('draws and lists the moves of its tag', async () => {
    const { text } = await getPage(await filledService(), '/images/mirror.example/busybox:1');
    const drift = sectionOf(text, 'drift');

    expect(drift).toContain('<circle');
    expect(drift).toContain(`title="${digestNamed('before')}"`);
    expect(drift).toContain(`title="${digestNamed('busybox:1')}"`);
  });

  it('remembers platforms and referrers of the same content', async () => {
    const service = new MemoryService();
    const image = outcomeOf('app:1', { status: 'unchanged', platforms: null, referrers: null });
    const memory = memoryOf(digestNamed('app:1'));
    await service.record({ outcomes: [image], memories: { [image.target]: memory } });

    const { text } = await getPage(service, `/images/${image.target}`);

    expect(text).toContain('linux/riscv64');
    expect(text).toContain('41 <span');
    expect(text).not.toContain('not read yet');
  });

  it('does not take what it remembers of other content', async () => {
    const service = new MemoryService();
    const image = outcomeOf('app:1', { status: 'unchanged', platforms: null, referrers: null });
    const memory = memoryOf(digestNamed('app:0'));
    await service.record({ outcomes: [image], memories: { [image.target]: memory } });

    const { text } = await getPage(service, `/images/${image.target}`);

    expect(text.split('not read yet')).toHaveLength(3);
  });

  it('is there for an image that waits, and for one that left the definition', async () => {
    const service = await filledService();
    const waiting = await getPage(service, `/images/${WAITING.target}`);
    service.define([]);
    const former = await getPage(service, '/images/mirror.example/alpine:3');

    service.define([WAITING]);
    service.putOff(WAITING.target, BUSY);
    const putOff = await getPage(service, `/images/${WAITING.target}`);

    expect(waiting.text).toContain('No run has come to it yet');
    expect(putOff.text).toContain('is busy');
    expect(putOff.text).not.toContain('No run has come to it yet');
    expect(former.status).toBe(200);
    expect(former.text).toContain('does not have it any more');
  });
});
