import type { Digest } from '../oci/digest.ts';
import { isTag, type Tag } from '../oci/reference.ts';

/** What cosign keeps under tags of its own: its documents "SIGNATURE_SPEC.md", "ATTESTATION_SPEC.md" and "SBOM_SPEC.md". */
const COSIGN_KINDS = ['sig', 'att', 'sbom'] as const;

/** Names the index of what refers to `subject`: distribution specification, "Referrers Tag Schema". */
export function fallbackTag(subject: Digest): Tag {
  const [algorithm, encoded = ''] = subject.split(':');
  return `${algorithm}-${encoded.slice(0, 64)}`;
}

/** Where cosign looks for what is about `subject`: nowhere for SHA-512, whose digests are longer than a tag. */
export function cosignTags(subject: Digest): readonly Tag[] {
  return COSIGN_KINDS.map((kind) => `${subject.replace(':', '-')}.${kind}`).filter(isTag);
}

/** What the content of one of {@link cosignTags} counts as; its manifest does not say. */
export function cosignArtifactType(tag: Tag): string {
  return `application/vnd.dev.cosign.artifact${tag.slice(tag.lastIndexOf('.'))}.v1+json`;
}

const REFERRER_TAG = new RegExp(
  `^sha(?:256|512)-[0-9a-f]{64}(?:\\.(?:${COSIGN_KINDS.join('|')}))?$`,
);

/** Whether `tag` may be a fallback tag or one of cosign's. */
export function isReferrerTag(tag: Tag): boolean {
  return REFERRER_TAG.test(tag);
}
