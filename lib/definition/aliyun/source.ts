import { isLayoutText } from '../../oci/layout-name.ts';
import type { RepositoryName } from '../../oci/reference.ts';
import type { TagSelection } from '../definition.ts';
import type { Findings } from '../findings.ts';
import { readReference, type Written } from '../references.ts';
import { readTagPattern } from '../tag-pattern.ts';
import { type AliyunName, readAliyunName } from './name.ts';

/** What a key of an images file names: images one by one, or tags that only the registry knows. */
export type AliyunSource =
  | ({ readonly kind: 'named' } & AliyunName)
  | {
      readonly kind: 'selected';
      readonly repository: RepositoryName;
      readonly selection: TagSelection;
    };

/**
 * Reads `name`, `name:tag,tag…`, `name[:tag]@digest` or `name:/regex/`; `undefined` after recording a mistake.
 *
 * A name alone means all of its tags.
 */
export function readSource(written: Written, findings: Findings): AliyunSource | undefined {
  const { text } = written;
  // No port, tag or digest begins with a slash, but an address such as https:// does.
  const start = isLayoutText(text) ? -1 : text.indexOf(':/');
  if (start !== -1 && !text.startsWith('://', start)) return readPattern(written, start, findings);
  const name = readAliyunName(written, 'source', findings);
  if (!name) return undefined;
  const { repository, tags, digest } = name;
  if (tags.length > 0 || digest) return { kind: 'named', ...name };
  return { kind: 'selected', repository, selection: { exclude: [] } };
}

function readPattern(
  { text, place }: Written,
  start: number,
  findings: Findings,
): AliyunSource | undefined {
  const reference = readReference({ text: text.slice(0, start), place }, 'source', findings);
  const pattern = readTagPattern({ text: text.slice(start + 1), place }, findings);
  if (!reference || !pattern) return undefined;
  const { registry, repository } = reference;
  return {
    kind: 'selected',
    repository: { registry, repository },
    selection: { include: [pattern], exclude: [] },
  };
}
