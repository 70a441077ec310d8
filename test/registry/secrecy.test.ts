import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { ImmediateEffect } from '../../lib/local/embedded-registry/fault.ts';
import { outcomeErrorOf } from '../../lib/mirror/outcome-error.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import { shown } from '../../lib/registry/redact.ts';
import type { TracedExchange } from '../../lib/registry/transport.ts';
import { begun } from '../support/begun.ts';
import { chunksOf } from '../support/chunks.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const PLANTED = 'planted-secret';
const SPELLINGS = [PLANTED, Buffer.from(`alice:${PLANTED}`).toString('base64').slice(0, 16)];

const CREDENTIALS: readonly (readonly [string, Credentials])[] = [
  ['a password', { kind: 'basic', username: 'alice', password: PLANTED }],
  ['an identity token', { kind: 'identity-token', token: PLANTED }],
  ['an access token', { kind: 'token', token: PLANTED }],
];

const FAULTS: readonly (readonly [string, ImmediateEffect])[] = [
  ['refuses it', { kind: 'status', status: 401 }],
  ['denies', { kind: 'status', status: 403, body: '{"errors":[{"code":"DENIED"}]}' }],
  ['does not understand', { kind: 'status', status: 400 }],
  ['has trouble', { kind: 'status', status: 503 }],
  ['sends a page', { kind: 'status', status: 200, body: '<html>' }],
  ['sends nothing of use', { kind: 'status', status: 200, body: '{}' }],
  ['redirects', { kind: 'redirect', status: 307, location: `http://[::1]:1/?${PLANTED}` }],
  ['resets the connection', { kind: 'reset' }],
];

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let traced: TracedExchange[];

beforeEach(async () => {
  registry = await fixture().start();
  traced = [];
});

/** What people and programs get to see of a failure, and of the requests before it. */
async function toldOf(work: Promise<unknown>): Promise<string> {
  const failure = await work.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  const traces = traced.map((exchange) => shown(exchange));
  return [inspect(failure, { depth: 20 }), JSON.stringify(outcomeErrorOf(failure)), ...traces].join(
    '\n',
  );
}

function expectSecret(told: string): void {
  expect(SPELLINGS.filter((spelling) => told.includes(spelling))).toEqual([]);
}

function app(credentials: Credentials) {
  const trace = (exchange: TracedExchange) => traced.push(exchange);
  return fixture().app(registry, { settings: { credentials }, trace });
}

function challenge(): void {
  const realm = `Bearer realm="${registry.url}token",service="s"`;
  const headers = { 'WWW-Authenticate': [realm, 'Basic realm="r"'].join(', ') };
  registry.play({ path: /manifests/, do: { kind: 'status', status: 401, headers } });
}

describe.each(CREDENTIALS)('%s', (_, credentials) => {
  it.each(FAULTS)('is told nobody where a token service %s', async (__, effect) => {
    challenge();
    registry.play({ path: /token/, do: effect });

    expectSecret(await toldOf(app(credentials).resolve('1')));
  });

  it.each(FAULTS)('is told nobody where a registry %s', async (__, effect) => {
    registry.play({ path: /manifests/, do: effect });

    expectSecret(await toldOf(app(credentials).fetchManifest(`sha256:${'a'.repeat(64)}`)));
  });

  it('is told nobody where no header can carry it', async () => {
    const broken = JSON.parse(JSON.stringify(credentials).replaceAll(PLANTED, `${PLANTED}\\n`));
    challenge();

    expectSecret(await toldOf(app(broken).resolve('1')));
  });
});

describe('where an upload goes on', () => {
  const built = image();
  const [blob] = built.blobs as [(typeof built.blobs)[0]];

  it.each(FAULTS)('is told nobody where the registry %s', async (__, effect) => {
    const location = `${registry.url}somewhere/${PLANTED}/else?_state=${PLANTED}`;
    registry.play({ method: 'POST', do: { kind: 'redirect', status: 202, location } });
    registry.play({ path: /somewhere/, do: effect });
    const upload = await begun(app({ kind: 'token', token: 't' }).startUpload(blob.descriptor));

    // Some of these answers are taken for a commit.
    const told = await toldOf(
      upload.write(chunksOf(blob.bytes)).then(() => Promise.reject(new Error('written'))),
    );
    await upload.cancel();

    expectSecret(told);
    expect(traced.some((exchange) => shown(exchange).endsWith('/v2/app/blobs/uploads/…'))).toBe(
      true,
    );
  });
});
