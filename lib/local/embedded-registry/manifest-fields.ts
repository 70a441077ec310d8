import { type Digest, isDigest } from '../../oci/digest.ts';
import { isObject, type JsonObject } from '../../oci/json.ts';

/** The members of a manifest or an index that only a registry has a use for. */
export interface ManifestFields {
  readonly mediaType?: string;
  /** Digest of the manifest that this one is about. */
  readonly subject?: Digest;
  /** What an artifact is: of its config, where it does not say so itself. */
  readonly artifactType?: string;
  readonly annotations?: JsonObject;
}

/** Reads the fields from the bytes of a document that was found valid before. */
export function readManifestFields(bytes: Uint8Array): ManifestFields {
  const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isObject(document)) return {};

  const mediaType = textOf(document, 'mediaType');
  const subject = textOf(document['subject'], 'digest');
  const artifactType = textOf(document, 'artifactType') ?? textOf(document['config'], 'mediaType');
  const annotations = document['annotations'];
  return {
    ...(mediaType !== undefined && { mediaType }),
    ...(subject !== undefined && isDigest(subject) && { subject }),
    ...(artifactType !== undefined && { artifactType }),
    ...(isObject(annotations) && { annotations }),
  };
}

function textOf(value: unknown, member: string): string | undefined {
  const text = isObject(value) ? value[member] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
