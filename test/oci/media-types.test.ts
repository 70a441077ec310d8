import { describe, expect, it } from 'vitest';
import {
  ACCEPTED_MANIFEST_TYPES,
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  DOCKER_SCHEMA1,
  DOCKER_SCHEMA1_SIGNED,
  essenceOf,
  isForeignLayerType,
  isImageConfigType,
  isIndexType,
  isManifestType,
  isSchema1Type,
  OCI_ARTIFACT_MANIFEST,
  OCI_EMPTY,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../lib/oci/media-types.ts';

describe('media types', () => {
  it.each([OCI_INDEX, DOCKER_MANIFEST_LIST])('%s is an index', (mediaType) => {
    expect([isIndexType(mediaType), isManifestType(mediaType)]).toEqual([true, false]);
    expect(ACCEPTED_MANIFEST_TYPES).toContain(mediaType);
  });

  it.each([OCI_MANIFEST, DOCKER_MANIFEST, OCI_ARTIFACT_MANIFEST])(
    '%s is a manifest',
    (mediaType) => {
      expect([isIndexType(mediaType), isManifestType(mediaType)]).toEqual([false, true]);
      expect(ACCEPTED_MANIFEST_TYPES).toContain(mediaType);
    },
  );

  it.each([DOCKER_SCHEMA1_SIGNED, DOCKER_SCHEMA1])('%s is of schema 1', (mediaType) => {
    expect(isSchema1Type(mediaType)).toBe(true);
    expect([isIndexType(mediaType), isManifestType(mediaType)]).toEqual([false, false]);
  });

  it('asks for schema 1 after everything newer', () => {
    expect(ACCEPTED_MANIFEST_TYPES.slice(-3)).toEqual([
      DOCKER_SCHEMA1_SIGNED,
      DOCKER_SCHEMA1,
      '*/*',
    ]);
  });

  it.each([
    ['application/vnd.oci.image.config.v1+json', true],
    ['application/vnd.docker.container.image.v1+json', true],
    [OCI_EMPTY, false],
    ['application/vnd.cncf.helm.config.v1+json', false],
  ])('%s is the config of an image: %s', (mediaType, expected) => {
    expect(isImageConfigType(mediaType)).toBe(expected);
  });

  it.each([
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', true],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar', true],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar+zstd', true],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', false],
    ['application/vnd.oci.image.layer.v1.tar+gzip', false],
  ])('%s is a foreign layer: %s', (mediaType, expected) => {
    expect(isForeignLayerType(mediaType)).toBe(expected);
  });
});

describe('essenceOf', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
    [' application/json ;x', 'application/json'],
    ['', ''],
  ])('of %j is %j', (contentType, expected) => {
    expect(essenceOf(contentType)).toBe(expected);
  });
});
