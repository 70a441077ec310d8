import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { filterIndex } from '../../lib/oci/index-filter.ts';
import { descriptorOf, parseManifest } from '../../lib/oci/manifest.ts';
import { DOCKER_MANIFEST_LIST, OCI_INDEX } from '../../lib/oci/media-types.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64' });
const MULTI = parseManifest(index([AMD64, ARM64], { attestations: true }).root.bytes);

/** A member of an index in which nothing may change: order, notation of numbers, repetition of members elsewhere. */
const UNKNOWN = '"unknown": { "2": 1.0, "1": 1e2, "manifests": [] }';

function isArm64({ platform }: Descriptor): boolean {
  return platform?.architecture === 'arm64';
}

function entryJson({ mediaType, digest, size }: Descriptor, rest: string): string {
  return `{"size": ${size}, ${rest}, "digest": "${digest}", "mediaType": "${mediaType}"}`;
}

describe('filterIndex', () => {
  it('gives the very same document where everything stays', () => {
    const { document, removed } = filterIndex(MULTI, () => 'keep');

    expect(document).toBe(MULTI);
    expect(removed).toEqual([]);
  });

  it('leaves attestations with the manifest that they are about', () => {
    const { document, removed } = filterIndex(MULTI, (entry) =>
      isArm64(entry) ? 'keep' : 'remove',
    );

    const [amd64, arm64, aboutAmd64, aboutArm64] = MULTI.manifests;
    expect(document.manifests).toEqual([arm64, aboutArm64]);
    expect(removed).toEqual([amd64, aboutAmd64]);
  });

  it('does not ask about attestations', () => {
    const asked: Descriptor[] = [];

    filterIndex(MULTI, (entry) => {
      asked.push(entry);
      return 'keep';
    });

    expect(asked).toEqual(MULTI.manifests.slice(0, 2));
  });

  it('leaves out attestations of what is not in an index that changes', () => {
    const bytes = Buffer.from(MULTI.bytes).toString();
    const stray = parseManifest(
      Buffer.from(
        bytes.replaceAll(
          `"vnd.docker.reference.digest":"${AMD64.root.descriptor.digest}"`,
          `"vnd.docker.reference.digest":"${digestOf(Buffer.from('elsewhere'))}"`,
        ),
      ),
    );

    expect(filterIndex(stray, () => 'keep').document).toBe(stray);
    const { document } = filterIndex(stray, (entry) => (isArm64(entry) ? 'remove' : 'keep'));
    expect(document.manifests).toEqual(stray.manifests.slice(0, 1));
  });

  it('keeps an attestation while the manifest stands there once more', () => {
    const twice = index([AMD64, { ...AMD64, platform: { os: 'linux', architecture: 'arm64' } }], {
      attestations: true,
    });

    const { document } = filterIndex(parseManifest(twice.root.bytes), (entry) =>
      isArm64(entry) ? 'remove' : 'keep',
    );

    expect(document.manifests).toHaveLength(3);
  });

  it('spells everything else as it was', () => {
    const one = entryJson(AMD64.root.descriptor, '"urls": [ ], "x": 1.0');
    const other = entryJson(ARM64.root.descriptor, '"annotations": {"b": "", "1": "2"}');
    const head = `{\n "schemaVersion": 2, "manifests":`;
    const tail = `, ${UNKNOWN},\n "annotations": {"z": "", "1": ""}, "artifactType": "a/b" }\n`;
    const document = parseManifest(Buffer.from(`${head} [ ${one},\n${other} ]${tail}`));

    const filtered = filterIndex(document, ({ digest }) =>
      digest === AMD64.root.descriptor.digest ? 'remove' : 'keep',
    );

    const expected = Buffer.from(`${head} [\n${other} ]${tail}`);
    expect(Buffer.from(filtered.document.bytes).toString()).toBe(expected.toString());
    expect(filtered.document.digest).toBe(digestOf(expected));
  });

  it.each([
    ['an index', 'oci', OCI_INDEX],
    ["Docker's list", 'docker', DOCKER_MANIFEST_LIST],
  ] as const)('leaves %s what it is', (_, mediaTypes, mediaType) => {
    const list = parseManifest(index([AMD64, ARM64], { mediaTypes }).root.bytes);

    const { document } = filterIndex(list, (entry) => (isArm64(entry) ? 'keep' : 'remove'));

    expect(document.mediaType).toBe(mediaType);
    expect(Buffer.from(document.bytes)).toEqual(index([ARM64], { mediaTypes }).root.bytes);
  });

  it('keeps the media type of an index that does not say it', () => {
    const { mediaType: _, ...bare } = JSON.parse(Buffer.from(MULTI.bytes).toString());
    const document = parseManifest(Buffer.from(JSON.stringify(bare)), {
      contentType: DOCKER_MANIFEST_LIST,
    });

    const filtered = filterIndex(document, (entry) => (isArm64(entry) ? 'keep' : 'remove'));

    expect(filtered.document.mediaType).toBe(DOCKER_MANIFEST_LIST);
  });

  it('names other documents in the place of entries', () => {
    const inner = parseManifest(index([AMD64, ARM64]).root.bytes);
    const smaller = parseManifest(index([ARM64]).root.bytes);
    const data = Buffer.from(inner.bytes).toString('base64');
    const entry = entryJson(descriptorOf(inner), `"data": "${data}", "annotations": {"a": "b"}`);
    const outer = parseManifest(Buffer.from(`{"schemaVersion": 2, "manifests": [${entry}]}`));

    const { document, removed } = filterIndex(outer, () => smaller);

    expect(removed).toEqual(outer.manifests);
    expect(document.manifests).toEqual([
      {
        ...descriptorOf(smaller),
        annotations: { a: 'b' },
        data: Buffer.from(smaller.bytes).toString('base64'),
      },
    ]);
  });
});
