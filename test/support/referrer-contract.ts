import { beforeEach, expect, it } from 'vitest';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { artifact } from './artifact-builder.ts';
import type { Built } from './built.ts';
import { digestOf } from './contents.ts';
import { image } from './image-builder.ts';
import type { ContentRepository, RepositoryUnderTest } from './repository-contract.ts';
import { upload } from './upload.ts';

const REASON = new Error('interrupted');
const ABSENT = digestOfBytes(Buffer.from('absent'));
const SUBJECT = image();
const REPORT = artifact({
  subject: SUBJECT.root.descriptor,
  artifactType: 'application/vnd.example.sbom',
  annotations: { tool: 'example' },
});
const IMAGE = image({ seed: 2, subject: SUBJECT.root.descriptor });

/** What {@link ContentRepository} promises about tags and referrers; the repository is empty before each test. */
export function referrerContract(opened: () => RepositoryUnderTest): void {
  let repository: ContentRepository;

  beforeEach(() => {
    repository = opened().repository;
  });

  it('are told by artifact type and annotations, or not at all', async () => {
    for (const built of [SUBJECT, REPORT, IMAGE]) await put(repository, built);

    const referrers = await repository.listReferrers(digestOf(SUBJECT));

    const expected = [
      {
        ...REPORT.root.descriptor,
        artifactType: 'application/vnd.example.sbom',
        annotations: { tool: 'example' },
      },
      { ...IMAGE.root.descriptor, artifactType: 'application/vnd.oci.image.config.v1+json' },
    ];
    expect(referrers?.toSorted((one, other) => one.size - other.size)).toEqual(
      opened().listsReferrers ? expected : undefined,
    );
  });

  it('are none where there are none, also of what is not there', async () => {
    await put(repository, SUBJECT);

    for (const digest of [digestOf(SUBJECT), ABSENT]) {
      const none = opened().listsReferrers ? [] : undefined;
      expect(await repository.listReferrers(digest)).toEqual(none);
    }
  });

  it('are confirmed when they are pushed, where they are listed then', async () => {
    const { listsReferrers } = opened();
    await put(repository, SUBJECT);

    expect(await put(repository, SUBJECT)).toEqual({ listsReferrer: false });
    expect(await put(repository, REPORT)).toEqual({ listsReferrer: listsReferrers });
  });

  it('leave the tags alone, which are listed all', async () => {
    await put(repository, SUBJECT, '2');
    await put(repository, SUBJECT, '1');
    await put(repository, REPORT);

    expect((await tagsOf(repository)).toSorted()).toEqual(['1', '2']);
  });

  it('are not asked for by calls that were aborted', async () => {
    const signal = AbortSignal.abort(REASON);

    await expect(repository.listReferrers(ABSENT, { signal })).rejects.toBe(REASON);
    await expect(tagsOf(repository, signal)).rejects.toBe(REASON);
  });
}

async function put(target: ContentRepository, built: Built, tag?: string) {
  for (const blob of built.blobs) await upload(target, blob);
  return await target.putManifest(parseManifest(built.root.bytes), {
    ...(tag !== undefined && { tag }),
  });
}

async function tagsOf(
  repository: ContentRepository,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const tags: string[] = [];
  for await (const page of repository.listTags({ ...(signal && { signal }) })) tags.push(...page);
  return tags;
}
