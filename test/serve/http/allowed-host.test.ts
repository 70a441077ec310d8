import { describe, expect, it } from 'vitest';
import { inUrl, isAllowedHost } from '../../../lib/serve/http/allowed-host.ts';

const NAMES = { listen: '127.0.0.1', allowed: ['mirror.example', '2001:db8::7'], machine: 'Box' };
const OWN = ['localhost', 'localhost:8080', 'LOCALHOST', 'localhost.', 'app.localhost:1'];
const LOOPBACK = ['127.0.0.1:8080', '127.9.9.9', '[::1]:8080', '2130706433'];
const ALLOWED = ['mirror.example', 'MIRROR.example.:443', '[2001:db8:0::7]:80'];
const STRANGE = [
  'evil.example',
  'localhost.evil.example',
  'evil-localhost',
  '127.0.0.1.evil.example',
];
const MALFORMED = ['', ':80', 'a b', 'localhost/@evil', 'evil@localhost', 'localhost#', '[::1'];

describe('isAllowedHost', () => {
  it.each([...OWN, ...LOOPBACK, ...ALLOWED])('lets %s in on loopback', (host) => {
    expect(isAllowedHost(host, '127.0.0.1', NAMES)).toBe(true);
  });

  it.each([...STRANGE, ...MALFORMED, '192.168.0.7', 'box'])('keeps %j out on loopback', (host) => {
    expect(isAllowedHost(host, '::ffff:127.0.0.1', NAMES)).toBe(false);
  });

  it.each([...OWN, '192.168.0.7:8080', '[fe80::1]', 'box', 'BOX:8080', 'mirror.example'])(
    'lets %s in on an address that others reach',
    (host) => expect(isAllowedHost(host, '192.168.0.7', NAMES)).toBe(true),
  );

  it.each([...STRANGE, ...MALFORMED])('keeps %j out there too', (host) => {
    expect(isAllowedHost(host, '192.168.0.7', NAMES)).toBe(false);
  });

  it('knows the name that it listens at', () => {
    const names = { ...NAMES, listen: 'mirror.internal' };

    expect(isAllowedHost('mirror.internal:8080', '127.0.0.1', names)).toBe(true);
  });

  it('is strict where the address or the host is not known', () => {
    expect(isAllowedHost('192.168.0.7', undefined, NAMES)).toBe(false);
    expect(isAllowedHost(undefined, '192.168.0.7', NAMES)).toBe(false);
  });
});

describe('inUrl', () => {
  it('writes brackets around addresses of IPv6 alone', () => {
    expect(['::1', '127.0.0.1', 'a.example'].map(inUrl)).toEqual([
      '[::1]',
      '127.0.0.1',
      'a.example',
    ]);
  });
});
