/**
 * The least that a copy can cost in Node: blobs of one repository go to another over bare sockets, hashed on
 * the way, and nothing else is done. It knows neither TLS nor tokens, and no answer but the one that it expects.
 *
 *   node bare-pipe.ts SOURCE TARGET TAG [DIGEST SIZE]...
 *
 * SOURCE and TARGET are repositories (http://host/v2/name).
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pMap from 'p-map';
import { type Digest, isDigest } from '../../../lib/oci/digest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { expectStatus } from '../../../test/support/expect-status.ts';
import { BLOB_TYPE, commitUrl, openUpload } from '../../../test/support/upload-session.ts';

interface Blob {
  readonly digest: Digest;
  readonly size: number;
}

/** As many as image-syncer moves of one image. */
const BLOBS_AT_A_TIME = 4;

const BUFFERS = 4;
const BUFFER_BYTES = 256 * 1024;
const TYPE = `Content-Type: ${BLOB_TYPE['content-type']}`;
const HEAD_END = '\r\n\r\n';

const [source = '', target = '', tag = '', ...blobs] = process.argv.slice(2);
await pMap(pairs(blobs), copyBlob, { concurrency: BLOBS_AT_A_TIME });
await copyManifest();

function pairs([digest = '', size, ...rest]: readonly string[]): readonly Blob[] {
  return isDigest(digest) ? [{ digest, size: Number(size) }, ...pairs(rest)] : [];
}

async function copyManifest(): Promise<void> {
  const accept = { headers: { accept: OCI_MANIFEST } };
  const manifest = await fetch(`${source}/manifests/${tag}`, accept);
  await expectStatus(201, `${target}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': OCI_MANIFEST },
    body: await manifest.arrayBuffer(),
  });
}

async function copyBlob(blob: Blob): Promise<void> {
  const session = new URL(commitUrl(await openUpload(new URL(`${target}/`)), blob.digest));
  const output = connect(Number(session.port), session.hostname);
  output.write(head('PUT', session, `Content-Length: ${blob.size}\r\n${TYPE}\r\n`));
  const answered = once(output, 'data');
  await pour(blob, output);
  const [answer] = await answered;
  output.destroy();
  if (!String(answer).startsWith('HTTP/1.1 201 ')) throw new Error(String(answer));
}

function head(method: string, { host, pathname, search }: URL, headers = ''): string {
  return `${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`;
}

/** Reads into a few buffers that are used again as soon as they were sent. */
async function pour({ digest, size }: Blob, output: Socket): Promise<void> {
  const from = new URL(`${source}/blobs/${digest}`);
  const hash = createHash('sha256');
  const free: Uint8Array[] = [];
  for (let made = 0; made < BUFFERS; made++) free.push(Buffer.allocUnsafeSlow(BUFFER_BYTES));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let left = size;
  let isHead = true;
  const callback = (bytes: number, filled: Uint8Array): boolean => {
    const read = Buffer.from(filled.buffer, 0, bytes);
    const chunk = isHead ? read.subarray(read.indexOf(HEAD_END) + HEAD_END.length) : read;
    isHead = false;
    left -= chunk.byteLength;
    hash.update(chunk);
    output.write(chunk, () => {
      free.push(filled);
      input.resume();
    });
    if (left === 0) resolve();
    return free.length > 0;
  };
  const buffer = () => free.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const address = { port: Number(from.port), host: from.hostname };
  const input = connect({ ...address, onread: { buffer, callback } });
  input.once('error', reject).write(head('GET', from));
  await promise;
  input.destroy();
  if (`sha256:${hash.digest('hex')}` !== digest) throw new Error(`${digest} is not what came`);
}
