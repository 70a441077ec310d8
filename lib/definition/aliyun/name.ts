import type { Digest } from '../../oci/digest.ts';
import { isLayoutText } from '../../oci/layout-name.ts';
import { quoted } from '../../oci/quoted.ts';
import { isTag, type RepositoryName, TAG_RULE, type Tag } from '../../oci/reference.ts';
import type { Findings } from '../findings.ts';
import { readReference, refuseUrl, type Written } from '../references.ts';

/** A name of Aliyun's format, source or target: a reference that may list several tags. */
export interface AliyunName {
  readonly repository: RepositoryName;
  /** As written, without the spaces around them. */
  readonly tags: readonly Tag[];
  readonly digest?: Digest;
}

/** The name that stands at a place, or `undefined` after recording why there is none of the thing called `name`. */
export function readAliyunName(
  written: Written,
  name: 'source' | 'target',
  findings: Findings,
): AliyunName | undefined {
  const { text } = written;
  if (refuseUrl(written, name, findings)) return undefined;
  if (text.includes(',') && !isLayoutText(text)) return readList(written, name, findings);
  const reference = readReference(written, name, findings);
  if (!reference) return undefined;
  const { tag, digest, ...repository } = reference;
  return { repository, tags: tag === undefined ? [] : [tag], ...(digest && { digest }) };
}

function readList(
  { text, place }: Written,
  name: string,
  findings: Findings,
): AliyunName | undefined {
  if (text.includes('@')) {
    const hint = 'give each digest and each tag an entry of its own';
    findings.refuse(place, `${quoted(text)} lists a digest among others`, hint);
    return undefined;
  }
  const { bare, list } = split(text);
  const repository = readReference({ text: bare, place }, name, findings);
  const tags = list.map((word) => word.trim());
  const wrong = tags.filter((tag) => !isTag(tag));
  for (const tag of wrong) findings.refuse(place, `${quoted(tag)} is not a tag`, TAG_RULE);
  return repository && wrong.length === 0 ? { repository, tags } : undefined;
}

/** The list begins at the last colon before its first comma, unless that belongs to a port. */
function split(text: string): { bare: string; list: readonly string[] } {
  const first = text.slice(0, text.indexOf(','));
  const colon = first.indexOf(':', first.lastIndexOf('/') + 1);
  if (colon === -1) return { bare: text, list: [] };
  return { bare: text.slice(0, colon), list: text.slice(colon + 1).split(',') };
}
