import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { certificateFoldersOf, readTlsIdentity } from '../../lib/local/certificates.ts';
import { SettingError } from '../../lib/registry/setting-error.ts';
import { describeWith } from '../support/describe-with.ts';
import { type SelfSigned, selfSigned } from '../support/tls-front.ts';

const HOST = 'registry.example:5000';

describe('certificateFoldersOf', () => {
  it("names the user's folder, containers' and docker's", () => {
    expect(certificateFoldersOf({ HOME: '/home/ada' })).toEqual([
      '/home/ada/.config/containers/certs.d',
      '/etc/containers/certs.d',
      '/etc/docker/certs.d',
    ]);
  });
});

describeWith(['openssl'], 'readTlsIdentity', () => {
  let folder: string;
  let one: SelfSigned;
  let other: SelfSigned;

  beforeAll(async () => {
    one = await selfSigned();
    other = await selfSigned();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function write(name: string, content: Buffer | string): Promise<string> {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  it('is nothing where nothing is said', async () => {
    expect(await readTlsIdentity(HOST, {}, [folder, join(folder, 'absent')])).toBeUndefined();
  });

  it('reads what the definition names', async () => {
    const ca = await write('ca.pem', one.cert);
    const clientCertificate = await write('client.pem', other.cert);
    const clientKey = await write('key.pem', other.key);

    const identity = await readTlsIdentity(HOST, { ca, clientCertificate, clientKey }, []);

    expect(identity).toEqual({
      authorities: [one.cert.toString()],
      certificate: other.cert.toString(),
      key: other.key.toString(),
    });
  });

  it("reads the host's folder as docker and podman do", async () => {
    await write(`user/${HOST}/b.crt`, other.cert);
    await write(`user/${HOST}/README`, 'no certificate');
    await write(`system/${HOST}/a.crt`, one.cert);
    await write(`system/${HOST}/client.cert`, other.cert);
    await write(`system/${HOST}/client.key`, other.key);
    await write('system/elsewhere.example/a.crt', 'no certificate');
    const folders = [join(folder, 'user'), join(folder, 'system')];

    const identity = await readTlsIdentity(HOST, {}, folders);

    expect(identity).toEqual({
      authorities: [other.cert.toString(), one.cert.toString()],
      certificate: other.cert.toString(),
      key: other.key.toString(),
    });
  });

  it('names file and key that cannot be read', async () => {
    const ca = join(folder, 'absent.pem');

    await expect(readTlsIdentity(HOST, { ca }, [])).rejects.toThrow(
      `registries["${HOST}"].ca: ${ca} cannot be read: ENOENT`,
    );
  });

  it.each([
    ['ca', 'holds no certificate in PEM'],
    ['clientCertificate', 'holds no certificate in PEM'],
    ['clientKey', 'holds no key for that certificate'],
  ])('refuses a %s that is none', async (key, problem) => {
    const files = {
      ca: await write('ca.pem', one.cert),
      clientCertificate: await write('client.pem', other.cert),
      clientKey: await write('key.pem', other.key),
    };
    const broken = await write('broken.pem', 'planted');

    const reading = readTlsIdentity(HOST, { ...files, [key]: broken }, []);

    await expect(reading).rejects.toThrow(`registries["${HOST}"].${key}: ${broken} ${problem}`);
    await expect(reading).rejects.toBeInstanceOf(SettingError);
  });

  it('refuses a key of another certificate', async () => {
    const clientCertificate = await write('client.pem', one.cert);
    const clientKey = await write('key.pem', other.key);

    const reading = readTlsIdentity(HOST, { clientCertificate, clientKey }, []);

    await expect(reading).rejects.toThrow('holds no key for that certificate');
  });

  it('names the key that belongs to a client certificate and is missing', async () => {
    await write(`${HOST}/client.cert`, one.cert);

    await expect(readTlsIdentity(HOST, {}, [folder])).rejects.toThrow(
      `${join(folder, HOST, 'client.key')} cannot be read: ENOENT`,
    );
  });
});
