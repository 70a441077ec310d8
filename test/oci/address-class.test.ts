import { describe, expect, it } from 'vitest';
import { classOfAddress, classOfHost } from '../../lib/oci/address-class.ts';

describe('classOfAddress', () => {
  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '192.0.1.1',
    '223.255.255.255',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::808:808',
    '2001:4860:4860::8888',
  ])('takes %s for public', (address) => {
    expect(classOfAddress(address)).toBe('public');
  });

  it.each([
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '192.0.0.1',
    '198.19.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a00:0',
    '64:ff9b:1::a9fe:a9fe',
    '::10.0.0.1',
    '2002:a9fe:a9fe::1',
    '2001::53aa:64c',
    'fc00::1',
    'fdff::1',
  ])('takes %s for private', (address) => {
    expect(classOfAddress(address)).toBe('private');
  });

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::',
  ])('takes %s for this machine', (address) => {
    expect(classOfAddress(address)).toBe('loopback');
  });

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('takes %s for nobody that a registry may lead to', (address) => {
    expect(classOfAddress(address)).toBe('reserved');
  });
});

describe('classOfHost', () => {
  it.each([
    ['localhost', 'loopback'],
    ['localhost.', 'loopback'],
    ['LOCALHOST:80', 'loopback'],
    ['a.localhost', 'loopback'],
    ['2130706433', 'loopback'],
    ['0x7f.1', 'loopback'],
    ['017700000001', 'loopback'],
    ['[::1]:80', 'loopback'],
    ['10.0.0.1:1', 'private'],
    ['[fd00::1]:5000', 'private'],
    ['[2002:a9fe:a9fe::1]', 'private'],
    ['169.254.169.254', 'reserved'],
    ['[::ffff:169.254.169.254]:80', 'reserved'],
  ])('reads %s as %s', (host, found) => {
    expect(classOfHost(host)).toBe(found);
  });

  it.each(['docker.io', '8.8.8.8', '[2001:db8::1]:5000', 'localhost.example', '10.example'])(
    'finds nothing in %s',
    (host) => {
      expect(classOfHost(host)).toBe('public');
    },
  );
});
