import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { PutManifestOptions, StoredManifest } from '../../lib/content/ports.ts';
import { copyReferrers } from '../../lib/copy/copy-referrers.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import { type Document, parseManifest } from '../../lib/oci/manifest.ts';
import { subjectOf } from '../../lib/oci/referral.ts';
import { artifact } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { Failure } from '../support/failure.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { ReferrerCopy } from '../support/referrer-copy.ts';

const CHILD = image();
const ROOT = index([CHILD]);
const ROOT_DOCUMENT = parseManifest(ROOT.root.bytes);
const REPORT = artifact({ subject: ROOT.root.descriptor });
const OTHER = artifact({ subject: ROOT.root.descriptor, seed: 2 });
const THIRD = artifact({ subject: ROOT.root.descriptor, seed: 3 });
const ABOUT_REPORT = artifact({ subject: REPORT.root.descriptor });
const ALL = [REPORT, OTHER, THIRD, ABOUT_REPORT];

/** Takes no referrer before its subject. */
class StrictRepository extends MemoryRepository {
  readonly taken: string[] = [];
  readonly #code: ErrorCode;

  constructor(code: ErrorCode) {
    super();
    this.#code = code;
  }

  override async putManifest(
    document: Document,
    options?: PutManifestOptions,
  ): Promise<StoredManifest> {
    const subject = subjectOf(document);
    if (subject && !(await this.resolve(subject))) throw new Failure(this.#code, false);
    this.taken.push(options?.tag ?? document.digest);
    return await super.putManifest(document, options);
  }
}

describe('copyReferrers, to a target that takes no referrer before its subject', () => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy();
    for (const built of [ROOT, ...ALL]) await copy.publish(built);
  });

  async function run(target: MemoryRepository, root?: Document) {
    const retry = { retries: 0, clock: copy.clock, random: () => 0 };
    await fill(target, CHILD);
    return await copyReferrers(copy.from, target, await copy.find(ROOT), { retry, root });
  }

  it.each(['CONTENT_REFUSED', 'NOT_FOUND', 'UNEXPECTED_RESPONSE'] as const)(
    'puts subjects first, from the root on, after %s',
    async (code) => {
      const target = new StrictRepository(code);

      const copied = await run(target, ROOT_DOCUMENT);

      expect(copied).toMatchObject({ count: 4, pushed: 4, warnings: [] });
      const places = [ROOT, REPORT, ABOUT_REPORT].map((built) =>
        target.taken.indexOf(digestOf(built)),
      );
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(places).not.toContain(-1);
      expect(target.taken.filter((name) => name === digestOf(ROOT))).toHaveLength(1);
    },
  );

  it.each(['DENIED', 'THROTTLED', 'REGISTRY_UNAVAILABLE'] as const)(
    'does not take %s for the lack of a subject',
    async (code) => {
      const target = new StrictRepository(code);

      await expect(run(target, ROOT_DOCUMENT)).rejects.toMatchObject({ code, side: 'target' });

      expect(target.taken).not.toContain(digestOf(ROOT));
    },
  );

  it('fails where the root is not there to be put', async () => {
    const running = run(new StrictRepository('NOT_FOUND'));

    await expect(running).rejects.toMatchObject({ code: 'NOT_FOUND', side: 'target' });
  });

  it('asks once where the root is there, and the refusal is about something else', async () => {
    await fill(copy.target, ROOT);
    copy.atTarget.fail('putManifest', new Failure('CONTENT_REFUSED', false));

    await expect(copy.run(ROOT, { root: ROOT_DOCUMENT })).rejects.toMatchObject({
      code: 'CONTENT_REFUSED',
    });

    expect(copy.atTarget.names('putManifest')).not.toContain(digestOf(ROOT));
  });

  it('costs other targets nothing', async () => {
    await copy.run(ROOT, { root: ROOT_DOCUMENT });

    expect(copy.atTarget.names('putManifest').toSorted()).toEqual(ALL.map(digestOf).toSorted());
    expect(copy.atTarget.names('resolve')).not.toContain(digestOf(ROOT));
  });
});
