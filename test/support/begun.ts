import type { BlobUpload } from '../../lib/content/ports.ts';

/** The upload that was started, where a test means one and no mount. */
export async function begun(start: Promise<BlobUpload | 'mounted'>): Promise<BlobUpload> {
  const upload = await start;
  if (upload === 'mounted') throw new Error('the blob was mounted');
  return upload;
}
