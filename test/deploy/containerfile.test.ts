import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type JSONInstruction } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { unknownFlags } from './known-flags.ts';

const FILE = join(import.meta.dirname, '../../deploy/Containerfile');

describe('deploy/Containerfile', () => {
  const parsed = DockerfileParser.parse(readFileSync(FILE, 'utf8'));

  function argumentsOf(keyword: string): readonly string[] {
    const found = parsed.getInstructions().filter((one) => one.getKeyword() === keyword);
    return found.flatMap((one) => one.getArguments().map((argument) => argument.getValue()));
  }

  /** The words of an instruction in JSON form; fails where it is a line of a shell. */
  function wordsOf(keyword: string): readonly string[] {
    const [found] = parsed.getInstructions().filter((one) => one.getKeyword() === keyword);
    return (found as JSONInstruction).getJSONStrings().map((word) => JSON.parse(word.getValue()));
  }

  it('has instructions alone that there are', () => {
    const keywords = parsed.getInstructions().map((one) => one.getKeyword());

    expect(new Set(keywords)).toEqual(
      new Set([
        ...['ARG', 'FROM', 'LABEL', 'COPY', 'USER', 'WORKDIR', 'VOLUME', 'EXPOSE'],
        ...['STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
      ]),
    );
  });

  it('starts serve with flags that it knows, and no shell between', () => {
    const [command, ...flags] = wordsOf('CMD');

    expect(wordsOf('ENTRYPOINT')).toEqual(['node', '/opt/image-syncer/dist/image-syncer.js']);
    expect(command).toBe('serve');
    expect(unknownFlags(flags)).toEqual([]);
  });

  it('runs as nobody who may do more, and keeps the ledger in its volume', () => {
    const [volume] = argumentsOf('VOLUME');

    expect(argumentsOf('USER')).toEqual(['1000:1000']);
    expect(wordsOf('CMD')).toContain(`${volume}/ledger.db`);
  });
});
