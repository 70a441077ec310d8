import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { Definition } from '../../lib/definition/definition.ts';
import type { SyncEvent } from '../../lib/mirror/events.ts';
import { expandDefinition } from '../../lib/mirror/expand-definition.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import type { PlannedImage } from '../../lib/mirror/planned-image.ts';
import { formatReference } from '../../lib/oci/reference.ts';
import { definitionOf, namedImage, selectedImages } from '../support/definition-builder.ts';
import { lastingFailure } from '../support/failure.ts';
import { ScriptedRepositories } from '../support/scripted-repositories.ts';

/** The target of an image, or what has become of it. */
function summaryOf(image: PlannedImage): string {
  if (image.kind === 'named') return formatReference(image.target);
  const { source, status, error } = image.outcome;
  return `${source} ${status} ${error?.code}`;
}

describe('expandDefinition', () => {
  let repositories: ScriptedRepositories;
  let events: SyncEvent[];

  beforeEach(() => {
    repositories = new ScriptedRepositories();
    events = [];
  });

  async function expand(
    definition: Definition,
    signal?: AbortSignal,
  ): Promise<readonly PlannedImage[]> {
    const listener = (event: SyncEvent) => void events.push(event);
    return await expandDefinition(definition, {
      repositories,
      listener,
      ...(signal && { signal }),
    });
  }

  it('keeps the order of the definition, whatever is listed first', async () => {
    const slow = Promise.withResolvers<void>();
    await repositories.tag('quay.io/slow', ['1', '2']);
    await repositories.tag('quay.io/fast', ['1']);
    repositories.of('quay.io/slow').script.on('listTags', () => slow.promise);
    repositories.of('quay.io/fast').script.on('listTags', () => slow.resolve());

    const images = await expand(
      definitionOf(
        namedImage('quay.io/first:1', 'mirror.example/first:1'),
        selectedImages('quay.io/slow', 'mirror.example/slow'),
        namedImage('quay.io/third:1', 'mirror.example/third:1'),
        selectedImages('quay.io/fast', 'mirror.example/fast'),
      ),
    );

    expect(images.map(summaryOf)).toEqual([
      'mirror.example/first:1',
      'mirror.example/slow:1',
      'mirror.example/slow:2',
      'mirror.example/third:1',
      'mirror.example/fast:1',
    ]);
  });

  it('opens nothing where nothing is selected', async () => {
    await expand(definitionOf(namedImage('quay.io/app:1', 'mirror.example/app:1')));

    expect(repositories.opened).toEqual([]);
    expect(events).toEqual([]);
  });

  it('lists a repository once, to be read, for all entries that select from it', async () => {
    await repositories.tag('quay.io/app', ['1', '2']);
    const only = (text: string) => ({ include: [{ kind: 'exact', text } as const], exclude: [] });

    const images = await expand(
      definitionOf(
        selectedImages('quay.io/app', 'one.example/app', { tags: only('2') }),
        selectedImages('quay.io/app', 'other.example/app', { tags: only('1') }),
      ),
    );

    expect(images.map(summaryOf)).toEqual(['one.example/app:2', 'other.example/app:1']);
    expect(repositories.opened).toEqual(['pull quay.io/app']);
    expect(repositories.of('quay.io/app').script.steps).toEqual(['listTags']);
    expect(events).toEqual([{ type: 'listing', source: 'quay.io/app' }]);
  });

  it('lists 8 repositories at a time', async () => {
    const names = Array.from({ length: 10 }, (_, number) => `quay.io/app-${number}`);
    const held = Promise.withResolvers<void>();
    for (const name of names) {
      await repositories.tag(name, ['1']);
      repositories.of(name).script.on('listTags', () => held.promise);
    }

    const expanding = expand(
      definitionOf(...names.map((name) => selectedImages(name, `mirror.example/${name}`))),
    );
    await new Promise((resolve) => setImmediate(resolve));
    const atOnce = repositories.opened.length;
    held.resolve();

    expect(atOnce).toBe(8);
    expect(await expanding).toHaveLength(10);
  });

  it('fails every entry of a repository that cannot be listed, and no other', async () => {
    await repositories.tag('quay.io/app', ['1']);
    repositories.of('quay.io/bad').script.fail('listTags', lastingFailure());

    const images = await expand(
      definitionOf(
        selectedImages('quay.io/bad', 'one.example/bad', { allowEmpty: true }),
        selectedImages('quay.io/app', 'one.example/app'),
        selectedImages('quay.io/bad', 'other.example/bad'),
      ),
    );

    expect(images.map(summaryOf)).toEqual([
      'quay.io/bad failed DENIED',
      'one.example/app:1',
      'quay.io/bad failed DENIED',
    ]);
    expect(images[0]).toMatchObject({
      outcome: {
        target: null,
        error: { side: 'source', message: expect.stringContaining('listing the tags of bad') },
      },
    });
  });

  it('takes no list for whole that breaks off', async () => {
    async function* listTags() {
      yield ['1'];
      throw lastingFailure();
    }
    repositories.open = () => Object.assign(new MemoryRepository(), { listTags });

    const images = await expand(definitionOf(selectedImages('quay.io/app', 'one.example/app')));

    expect(images.map(summaryOf)).toEqual(['quay.io/app failed DENIED']);
  });

  it('fails an entry whose registry cannot be opened', async () => {
    repositories.open = () => {
      throw lastingFailure();
    };

    const [image] = await expand(definitionOf(selectedImages('quay.io/app', 'one.example/app')));

    expect(image).toMatchObject({
      outcome: {
        error: {
          code: 'DENIED',
          side: 'source',
          message: expect.stringContaining('opening quay.io'),
        },
      },
    });
  });

  it('fails what waits for a list when it is aborted, and lists nothing more', async () => {
    const controller = new AbortController();
    const names = Array.from({ length: 9 }, (_, number) => `quay.io/app-${number}`);
    const { script } = repositories.of('quay.io/app-0');
    script.on('listTags', (_, { signal }) => {
      controller.abort(new InterruptedError());
      signal?.throwIfAborted();
    });

    const images = await expand(
      definitionOf(...names.map((name) => selectedImages(name, `mirror.example/${name}`))),
      controller.signal,
    );

    expect(images.map(summaryOf)).toEqual(names.map((name) => `${name} failed INTERRUPTED`));
    expect(repositories.opened).not.toContain('pull quay.io/app-8');
  });

  describe('with more tags than a run may have', { timeout: 60_000 }, () => {
    const MOST = 250_000;
    const entryOf = (name: string) => selectedImages(`quay.io/${name}`, `mirror.example/${name}`);

    /** Gives each repository so many tags, listed once what stands under its name in `after` was. */
    function count(counts: Readonly<Record<string, number>>, after: Record<string, string> = {}) {
      const listed = Object.keys(counts).map(
        (name) => [name, Promise.withResolvers<void>()] as const,
      );
      const told = new Map(listed);
      repositories.open = ({ repository: name }) => {
        async function* listTags() {
          await told.get(after[name] ?? '')?.promise;
          yield Array.from({ length: counts[name] ?? 0 }, (_, tag) => `${tag}`);
          told.get(name)?.resolve();
        }
        return Object.assign(new MemoryRepository(), { listTags });
      };
    }

    it('fails the selection that has no room left, and goes on with the others', async () => {
      count({ most: MOST - 4, over: 4, last: 2 });

      const images = await expand(
        definitionOf(
          namedImage('quay.io/first:1', 'mirror.example/first:1'),
          entryOf('most'),
          entryOf('over'),
          entryOf('last'),
        ),
      );

      expect(images).toHaveLength(1 + (MOST - 4) + 1 + 2);
      expect(images.slice(-3).map(summaryOf)).toEqual([
        'quay.io/over failed SELECTION_TOO_LARGE',
        'mirror.example/last:0',
        'mirror.example/last:1',
      ]);
    });

    it('fails the same selection whatever is listed first', async () => {
      count({ first: MOST, second: 2 }, { first: 'second' });

      const images = await expand(definitionOf(entryOf('first'), entryOf('second')));

      expect(images).toHaveLength(MOST + 1);
      expect(images.map(summaryOf).at(-1)).toBe('quay.io/second failed SELECTION_TOO_LARGE');
    });

    it('has room for none of many that each are too large', async () => {
      count({ app: 2 * MOST });

      const images = await expand(definitionOf(...Array.from({ length: 8 }, () => entryOf('app'))));

      expect(images.map(summaryOf)).toEqual(
        Array.from({ length: 8 }, () => 'quay.io/app failed SELECTION_TOO_LARGE'),
      );
    });
  });

  it('gives targets only once', async () => {
    await repositories.tag('quay.io/app', ['1', '2']);

    const images = await expand(
      definitionOf(
        namedImage('quay.io/app:2', 'mirror.example/app:2'),
        selectedImages('quay.io/app', 'mirror.example/app'),
      ),
    );

    expect(images.map(summaryOf)).toEqual(['mirror.example/app:2', 'mirror.example/app:1']);
  });
});
