import { type Descriptor, parseAnnotations } from './descriptor.ts';
import { type Digest, isDigest } from './digest.ts';
import { isObject, readObject } from './json.ts';
import { type Document, descriptorOf } from './manifest.ts';

/** The manifest that `document` says it refers to: image specification, `manifest.md`, "subject". */
export function subjectOf({ bytes }: Pick<Document, 'bytes'>): Digest | undefined {
  const subject = textOf(readObject(bytes)?.['subject'], 'digest');
  return subject !== undefined && isDigest(subject) ? subject : undefined;
}

/**
 * The descriptor under which `document` is listed among the referrers of its subject: distribution
 * specification, "Listing Referrers". Where it does not say what it is, its config does.
 */
export function referrerOf(document: Document): Descriptor {
  const fields = readObject(document.bytes) ?? {};
  const artifactType = textOf(fields, 'artifactType') ?? textOf(fields['config'], 'mediaType');
  const annotations = parseAnnotations(fields['annotations']);
  return {
    ...descriptorOf(document),
    ...(artifactType !== undefined && { artifactType }),
    ...(annotations && { annotations }),
  };
}

function textOf(value: unknown, member: string): string | undefined {
  const text = isObject(value) ? value[member] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
