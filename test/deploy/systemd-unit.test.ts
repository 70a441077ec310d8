import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingPrograms } from '../support/programs.ts';
import { unknownFlags } from './known-flags.ts';

const UNIT = readFileSync(join(import.meta.dirname, '../../deploy/image-syncer.service'), 'utf8');

const LINE = /^(?:#.*|\[(?:Unit|Service|Install)\]|[A-Z]\w+=.*|)$/;

function settingOf(key: string): string {
  const line = UNIT.split('\n').find((one) => one.startsWith(`${key}=`));
  return line?.slice(key.length + 1) ?? '';
}

describe('deploy/image-syncer.service', () => {
  it('has lines that systemd understands', () => {
    expect(UNIT.split('\n').filter((line) => !LINE.test(line))).toEqual([]);
  });

  it('starts serve with flags that it knows', () => {
    const [node, program, command, ...flags] = settingOf('ExecStart').split(' ');

    expect([node, program, command]).toEqual([
      '/usr/bin/node',
      '/opt/image-syncer/dist/image-syncer.js',
      'serve',
    ]);
    expect(unknownFlags(flags)).toEqual([]);
  });

  it('names the secret as it is loaded', () => {
    const [name] = settingOf('LoadCredential').split(':');

    expect(settingOf('ExecStart')).toContain(`\${CREDENTIALS_DIRECTORY}/${name} `);
  });

  // A machine without systemd has the tests above alone.
  if (missingPrograms(['systemd-analyze']).length === 0) {
    it('is found right by systemd', () => {
      const folder = mkdtempSync(join(tmpdir(), 'unit-'));
      const file = join(folder, 'image-syncer.service');
      writeFileSync(file, UNIT.replace('/usr/bin/node', process.execPath));

      const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });

      const complaints = stderr.split('\n').filter((line) => line.includes('image-syncer'));
      expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
    });
  }
});
