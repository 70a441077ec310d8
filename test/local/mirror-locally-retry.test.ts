import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionOf, namedImage, selectedImages } from '../support/definition-builder.ts';
import { image } from '../support/image-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';

describe('mirrorLocally, only what is failing,', () => {
  let mirror: LocalMirror;

  beforeEach(async () => {
    mirror = await startLocalMirror();
    await mirror.publish(image({ seed: 1 }), 'there');
  });

  afterEach(() => mirror.end());

  it('asks for no other image, and says why the run was', async () => {
    const definition = mirror.define(['there', 'late', 'later']);
    await mirror.run(definition);
    await mirror.publish(image({ seed: 2 }), 'late');
    const asked = mirror.source.requests.length;

    const { run, images } = await mirror.run(definition, { onlyFailing: true });

    expect(run).toMatchObject({ trigger: 'retry', state: 'completed', expected: 2 });
    expect(images.map(({ source, status }) => [source, status])).toEqual([
      [`${mirror.source.host}/late:1`, 'copied'],
      [`${mirror.source.host}/later:1`, 'failed'],
    ]);
    const paths = mirror.source.requests.slice(asked).map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/there/'))).toEqual([]);
  });

  it('has no image where all is in place', async () => {
    const definition = mirror.define(['there']);
    await mirror.run(definition);

    const { run, images } = await mirror.run(definition, { onlyFailing: true });

    expect(run).toMatchObject({ state: 'completed', expected: 0 });
    expect(images).toEqual([]);
  });

  it('tells of tags that cannot be listed, where images behind them are failing', async () => {
    const { source, target } = mirror;
    const failing = namedImage(`${source.host}/gone:1`, `${target.host}/gone:1`);
    await mirror.run(definitionOf(failing));
    const selections = ['gone', 'there', 'missing'].map((name) =>
      selectedImages(`${source.host}/${name}`, `${target.host}/${name}`),
    );

    const { images } = await mirror.run(definitionOf(...selections), { onlyFailing: true });

    expect(images).toMatchObject([{ source: `${source.host}/gone`, target: null }]);
    const paths = source.requests.map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('/tags/list'))).toEqual(['/v2/gone/tags/list']);
  });
});
