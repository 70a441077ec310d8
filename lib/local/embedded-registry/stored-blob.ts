import type { Digest } from '../../oci/digest.ts';
import { type Answer, emptyAnswer } from './answer.ts';
import { Refusal } from './refusal.ts';
import type { UploadSession } from './upload-session.ts';

/** Ends an upload well, or refuses what does not have the digest that the client promised. */
export async function commitUpload(session: UploadSession, digest: Digest): Promise<Answer> {
  if (await session.commit(digest)) return storedBlob(session.repository, digest);
  throw new Refusal('DIGEST_INVALID', 'the content has another digest', { detail: { digest } });
}

/** Says that the repository has the blob now, however it came there. */
export function storedBlob(repository: string, digest: Digest): Answer {
  return emptyAnswer(201, {
    Location: `/v2/${repository}/blobs/${digest}`,
    'Docker-Content-Digest': digest,
  });
}
