import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';
import { type ReadText, tooLong } from './read-text.ts';

/** Reads the newest version of an object; S3 is consistent since 2020, so that no event is ahead of it. */
export function readFromS3(bucket: string, key: string): ReadText {
  let client: S3Client | undefined;
  return async ({ maxBytes, signal }) => {
    client ??= new S3Client({ requestHandler: createSdkRequestHandler() });
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    try {
      const { Body } = await client.send(command, signal && { abortSignal: signal });
      return Body && (await textOf(Body as AsyncIterable<Uint8Array>, maxBytes));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}

/** Leaving off closes the connection of a body that would go on. */
async function textOf(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes) return tooLong(maxBytes);
  }
  return Buffer.concat(chunks).toString();
}
