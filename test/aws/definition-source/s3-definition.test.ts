import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDefinitionSource } from '../../../lib/aws/definition-source/create-definition-source.ts';
import { LARGEST_DEFINITION_BYTES } from '../../../lib/aws/definition-source.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';

const BUCKET = 'definitions';
let server: FauxqsServer;

useAwsEnvironment();

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  server.createBucket(BUCKET);
});

afterAll(() => server.stop());

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_S3', server.address);
});

function source(key: string, bucket = BUCKET) {
  return createDefinitionSource({ kind: 's3', bucket, key });
}

async function put(key: string, text: string): Promise<void> {
  const client = new S3Client({});
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: text }));
  client.destroy();
}

describe('createDefinitionSource for S3', () => {
  it('reads the newest text, each time', async () => {
    const images = source('images.yaml');
    await put('images.yaml', 'first: ü');
    expect(await images.read()).toBe('first: ü');

    await put('images.yaml', 'second');

    expect(await images.read()).toBe('second');
    expect(images.name).toBe('s3://definitions/images.yaml');
  });

  it('finds no text where the object is missing', async () => {
    expect(await source('other.yaml').read()).toBeUndefined();
  });

  it('says which bucket is missing', async () => {
    await expect(source('images.yaml', 'elsewhere').read()).rejects.toMatchObject({
      name: 'DefinitionSourceError',
      kind: 'not-found',
      retryable: false,
      message: expect.stringMatching(
        /^s3:\/\/elsewhere\/images\.yaml cannot be read: NoSuchBucket/,
      ),
      hint: expect.stringContaining('create the bucket'),
    });
  });

  it('gives no part of a text that is too long', async () => {
    await put('long.yaml', 'x'.repeat(3 * LARGEST_DEFINITION_BYTES));

    const text = (await source('long.yaml').read()) ?? '';

    expect(text).toHaveLength(LARGEST_DEFINITION_BYTES + 1);
    expect(text.trim()).toBe('');
  });

  it('passes on why it was told to stop', async () => {
    const signal = AbortSignal.abort(new Error('deadline'));

    await expect(source('images.yaml').read({ signal })).rejects.toThrow('deadline');
  });
});
