import { changedFiles } from './changed-files.ts';
import { isPayload, type Payload, payloadsOf } from './read-payload.ts';

/** A ref that a push moved. */
export interface RefChange {
  /** In full, such as `refs/heads/main`. */
  readonly ref: string;
  readonly isDeleted: boolean;
  /** Files that it changed; `undefined` where that is not told in full. */
  readonly files: readonly string[] | undefined;
}

/** What a push did, in the shape of any sender; none where it is in no shape that is known. */
export function refChangesOf(payload: Payload, listedAtMost: number): readonly RefChange[] {
  const { ref, push, changes } = payload;
  if (typeof ref === 'string') return [ofOneRef(payload, ref, listedAtMost)];
  if (isPayload(push)) return payloadsOf(push['changes']).flatMap(ofBitbucketCloud);
  return payloadsOf(changes).flatMap(ofBitbucketServer);
}

/** GitHub says `deleted`; all of them send zeros for a commit that is none, in SHA-1 or SHA-256. */
function ofOneRef(payload: Payload, ref: string, listedAtMost: number): RefChange {
  const { deleted, after } = payload;
  const isDeleted = deleted === true || (typeof after === 'string' && /^0{40,}$/.test(after));
  return { ref, isDeleted, files: changedFiles(payload, listedAtMost) };
}

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push: commits without their files. */
function ofBitbucketCloud({ new: now, old }: Payload): readonly RefChange[] {
  const side = isPayload(now) ? now : old;
  if (!isPayload(side) || typeof side['name'] !== 'string') return [];
  const folder = side['type'] === 'tag' ? 'tags' : 'heads';
  return [{ ref: `refs/${folder}/${side['name']}`, isDeleted: !isPayload(now), files: undefined }];
}

/** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html: no commits at all. */
function ofBitbucketServer({ ref, type }: Payload): readonly RefChange[] {
  if (!isPayload(ref) || typeof ref['id'] !== 'string') return [];
  return [{ ref: ref['id'], isDeleted: type === 'DELETE', files: undefined }];
}
