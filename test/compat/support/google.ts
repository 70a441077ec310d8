import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';

/** Exchanges whatever it is given for one access token. */
export interface TokenService {
  readonly url: URL;
  /** The kind of each grant that it was asked for. */
  readonly grants: readonly string[];
  close(): Promise<void>;
}

/** The key file of a service account whose tokens are made at `tokenUrl`. */
export function googleKey(tokenUrl: URL): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({
    type: 'service_account',
    client_email: 'mirror@project.iam.example',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: tokenUrl.href,
  });
}

/** Gives what starts a token service; those of a test are closed after it. */
export function useTokenService(): (token: string) => Promise<TokenService> {
  const started: TokenService[] = [];

  afterEach(async () => {
    for (const service of started.splice(0)) await service.close();
  });

  return async (token) => {
    const service = await startTokenService(token);
    started.push(service);
    return service;
  };
}

async function startTokenService(token: string): Promise<TokenService> {
  const grants: string[] = [];
  const server = createServer((asked, answer) => {
    text(asked).then((body) => {
      grants.push(new URLSearchParams(body).get('grant_type') ?? '');
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify({ access_token: token, expires_in: 3600 }));
    }, answer.destroy);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: new URL(`http://127.0.0.1:${port}/token`), grants, close };
}
