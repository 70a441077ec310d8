import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { LocalRepositories } from '../../lib/local/local-repositories.ts';
import { parseReference } from '../../lib/oci/reference.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { SkippingClock } from '../support/skipping-clock.ts';
import { openLayout, put, useFolder } from './oci-layout/layouts.ts';

describe('LocalRepositories', () => {
  const folder = useFolder();
  const registry = new MemoryRepository();
  const open = (text: string) =>
    new LocalRepositories({ open: () => registry }, new SkippingClock()).open(
      parseReference(text),
      'pull',
    );

  it('opens a folder for oci: and a registry for everything else', async () => {
    const built = image();
    const path = join(folder(), 'app');
    await put(built, openLayout(path), '1');

    expect(await open(`oci:${path}:1`).resolve('1')).toEqual(built.root.descriptor);
    expect(open('quay.io/team/app:1')).toBe(registry);
  });

  it('takes a folder to be relative to that of the process', async () => {
    const layout = open(`oci:${join(folder(), 'missing')}`);

    expect(await layout.resolve(digestOf(image()))).toBeUndefined();
    await expect(layout.fetchManifest(digestOf(image()))).rejects.toThrow(
      `the OCI layout ${join(folder(), 'missing')} does not have ${digestOf(image())}`,
    );
    await expect(open('oci:./missing').fetchManifest(digestOf(image()))).rejects.toThrow(
      `the OCI layout ${join(process.cwd(), 'missing')} does not have`,
    );
  });

  it('opens a folder once, however it is spelt', () => {
    const repositories = new LocalRepositories({ open: () => registry }, new SkippingClock());
    const [first, ...others] = ['oci:./a:1', 'oci:a:2', `oci:${process.cwd()}/a`].map((text) =>
      repositories.open(parseReference(text), 'pull,push'),
    );

    expect(others).toEqual([first, first]);
    expect(others.every((other) => other === first)).toBe(true);
  });
});
