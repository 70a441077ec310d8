import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { RegistrySettings as DefinedSettings, Environment } from '../definition/definition.ts';
import type { TlsIdentity } from '../registry/routes.ts';
import { SettingError } from '../registry/setting-error.ts';

/** Folders with one folder a host: containers-certs.d(5), and docs.docker.com "Verify repository client with certificates". */
export function certificateFoldersOf(environment: Environment): readonly string[] {
  const home = environment['HOME'] || homedir();
  return [
    join(home, '.config/containers/certs.d'),
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ];
}

type DefinedFiles = Pick<DefinedSettings, 'ca' | 'clientCertificate' | 'clientKey'>;

/** A file, and what says that it is to be read. */
interface Named {
  readonly file: string;
  readonly place: string;
}

interface IdentityFiles {
  readonly authorities: readonly Named[];
  readonly client: { readonly certificate: Named; readonly key: Named } | undefined;
}

/**
 * What TLS with `host` is done with: the definition's files, and those in `folders`, of which all
 * authorities are trusted and the first client certificate is shown. `undefined` where there are
 * none. Throws `SettingError` for files that cannot be read or do not fit.
 */
export async function readTlsIdentity(
  host: string,
  defined: DefinedFiles,
  folders: readonly string[],
): Promise<TlsIdentity | undefined> {
  const own = definedFiles(host, defined);
  const found = await foundFiles(folders.map((folder) => join(folder, host)));
  const client = own.client ?? found.client;
  const files = [...own.authorities, ...found.authorities];
  if (files.length === 0 && !client) return undefined;

  const authorities: string[] = [];
  for (const file of files) authorities.push(await readAuthority(file));
  return { authorities, ...(client && (await readClient(client))) };
}

function definedFiles(
  host: string,
  { ca, clientCertificate, clientKey }: DefinedFiles,
): IdentityFiles {
  const named = (file: string, key: string): Named => ({
    file,
    place: `registries[${JSON.stringify(host)}].${key}`,
  });
  return {
    authorities: ca === undefined ? [] : [named(ca, 'ca')],
    client:
      clientCertificate === undefined || clientKey === undefined
        ? undefined
        : {
            certificate: named(clientCertificate, 'clientCertificate'),
            key: named(clientKey, 'clientKey'),
          },
  };
}

async function foundFiles(folders: readonly string[]): Promise<IdentityFiles> {
  const files: Named[] = [];
  for (const folder of folders) {
    for (const name of await list(folder)) files.push({ file: join(folder, name), place: folder });
  }
  const certificate = files.find(({ file }) => file.endsWith('.cert'));
  const keyFile = certificate?.file.replace(/cert$/, 'key');
  return {
    authorities: files.filter(({ file }) => file.endsWith('.crt')),
    client:
      certificate && keyFile !== undefined
        ? { certificate, key: { file: keyFile, place: certificate.place } }
        : undefined,
  };
}

/** Sorted, so that it is always the same certificate that is shown. */
async function list(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw unreadable({ file: folder, place: 'the certificates of the registry' }, code);
  }
}

async function readAuthority(named: Named): Promise<string> {
  const ca = await read(named);
  check(() => new X509Certificate(ca), named, 'holds no certificate in PEM');
  return ca;
}

async function readClient({
  certificate,
  key,
}: NonNullable<IdentityFiles['client']>): Promise<TlsIdentity> {
  const pair = { certificate: await read(certificate), key: await read(key) };
  const { certificate: cert, key: own } = pair;
  check(() => new X509Certificate(cert), certificate, 'holds no certificate in PEM');
  check(() => createSecureContext({ cert, key: own }), key, 'holds no key for that certificate');
  return pair;
}

/** Node would complain at the first connection or never, and name no file. */
function check(parse: () => unknown, named: Named, problem: string): void {
  try {
    parse();
  } catch {
    throw new SettingError(
      `${named.place}: ${named.file} ${problem}`,
      'name files in PEM, a certificate with its own key, and a key without a passphrase',
    );
  }
}

async function read(named: Named): Promise<string> {
  try {
    return await readFile(named.file, 'utf8');
  } catch (error) {
    throw unreadable(named, codeOf(error));
  }
}

function unreadable({ file, place }: Named, code: unknown): SettingError {
  return new SettingError(
    `${place}: ${file} cannot be read: ${code}`,
    'name a file that can be read',
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
