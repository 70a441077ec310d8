import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { push } from '../support/push.ts';
import {
  imageDocument,
  NO_BYTES,
  print,
  runDocument,
  steadyDocument,
} from '../support/report-document.ts';
import { untilAsked } from '../support/until-asked.ts';

const OLD = image();
const OLD_DIGEST = OLD.root.descriptor.digest;
const NEW = index([image({ seed: 2 }), image({ seed: 2, platform: 'linux/arm64/v8' })]);
const NEW_DIGEST = NEW.root.descriptor.digest;
const NEW_BYTES = NEW.blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0);

const NEW_AT_SOURCE = { sourceDigest: NEW_DIGEST, wantedDigest: NEW_DIGEST };
const DIFFERENCE = 'the target tag 1 names other content than the source';

describe('image-syncer --output json', () => {
  const mirror = useCommandMirror();

  const outcomeOf = (name: string, found: object) =>
    imageDocument(`${mirror().source.host}/${name}:1`, `${mirror().target.host}/${name}:1`, found);

  /** A definition of which every image ends in another way. */
  async function writeDefinition(): Promise<void> {
    const { source, target } = mirror();
    for (const name of ['new', 'equal', 'moved', 'kept', 'replaced']) {
      await push(NEW, source.url, { repository: name, tag: '1' });
    }
    await push(NEW, target.url, { repository: 'equal', tag: '1' });
    for (const name of ['moved', 'kept', 'replaced']) {
      await push(OLD, target.url, { repository: name, tag: '1' });
    }
    target.clearRequests();
    await mirror().define([
      mirror().entry('new'),
      mirror().entry('equal'),
      mirror().entry('moved'),
      mirror().entry('kept', { onConflict: 'keep' }),
      mirror().entry('replaced', { onConflict: 'overwrite' }),
      mirror().entry('absent'),
    ]);
  }

  /** What the images that are not copied end in, with and without a dry run. */
  const settled = () => ({
    equal: outcomeOf('equal', {
      status: 'unchanged',
      ...NEW_AT_SOURCE,
      targetDigest: NEW_DIGEST,
      referrers: 0,
    }),
    moved: outcomeOf('moved', {
      status: 'conflict',
      reason: DIFFERENCE,
      ...NEW_AT_SOURCE,
      targetDigest: OLD_DIGEST,
    }),
    kept: outcomeOf('kept', {
      status: 'skipped',
      reason: `${DIFFERENCE}, and onConflict is keep`,
      ...NEW_AT_SOURCE,
      targetDigest: OLD_DIGEST,
    }),
    absent: outcomeOf('absent', {
      error: {
        kind: 'not-found',
        code: 'NOT_FOUND',
        side: 'source',
        message: `resolving the tag 1 failed at the source: ${mirror().source.host}/absent:1 does not exist`,
        hint: 'check the spelling of repository and tag, and that upstream still publishes it',
        retryable: false,
        causes: [{ code: 'NOT_FOUND', message: `${mirror().source.host}/absent:1 does not exist` }],
      },
    }),
  });

  const copied = (name: string, found: object) =>
    outcomeOf(name, {
      status: 'copied',
      ...NEW_AT_SOURCE,
      targetDigest: NEW_DIGEST,
      platforms: ['linux/amd64', 'linux/arm64/v8'],
      referrers: 0,
      ...found,
    });

  const counts = { copied: 2, unchanged: 1, conflict: 1, skipped: 1, failed: 1 };

  it('prints what became of every image, in the order of the definition', async () => {
    await writeDefinition();

    const { stdout, exitCode } = await mirror().run(['--output', 'json', '--proc', '1']);

    const { equal, moved, kept, absent } = settled();
    expect(steadyDocument(stdout)).toBe(
      print({
        run: runDocument({ counts, bytes: { uploaded: NEW_BYTES, mounted: NEW_BYTES } }),
        images: [
          copied('new', { bytes: { ...NO_BYTES, uploaded: NEW_BYTES } }),
          equal,
          moved,
          kept,
          copied('replaced', {
            previousDigest: OLD_DIGEST,
            bytes: { ...NO_BYTES, mounted: NEW_BYTES },
          }),
          absent,
        ],
        errors: [],
      }),
    );
    expect(exitCode).toBe(1);
  });

  it('prints in a dry run what would become of them', async () => {
    await writeDefinition();

    const { stdout } = await mirror().run(['--output=json', '--dry-run']);

    const { equal, moved, kept, absent } = settled();
    const bytes = { ...NO_BYTES, uploaded: NEW_BYTES };
    expect(steadyDocument(stdout)).toBe(
      print({
        run: runDocument({ dryRun: true, counts, bytes: { uploaded: 2 * NEW_BYTES } }),
        images: [
          copied('new', { bytes }),
          equal,
          moved,
          kept,
          copied('replaced', { previousDigest: OLD_DIGEST, bytes }),
          absent,
        ],
        errors: [],
      }),
    );
  });

  it('prints every mistake of a definition and no run', async () => {
    await mirror().workplace.write(
      'images.yaml',
      'images:\n  - source: "a@sha256:1"\n  - sources: b\n',
    );

    const { stdout, exitCode } = await mirror().run(['--output', 'json']);

    const { run, images, errors } = JSON.parse(stdout);
    expect({ run, images }).toEqual({ run: null, images: [] });
    expect(errors.length).toBeGreaterThan(1);
    for (const error of errors) {
      expect(Object.keys(error)).toEqual(['file', 'line', 'column', 'message', 'hint']);
    }
    expect(exitCode).toBe(1);
  });

  it('prints what an interrupted run came to', async () => {
    await writeDefinition();
    const { target, workplace } = mirror();
    target.play({ method: 'PUT', path: /blobs\/uploads/, do: { kind: 'stall' } });
    const process = workplace.start(['--output', 'json', '--proc', '1']);
    await untilAsked(target, 'PUT', '/blobs/uploads/');

    process.kill('SIGINT');
    const { stdout, exitCode } = await process.result;

    const error = {
      kind: 'transient',
      code: 'INTERRUPTED',
      side: null,
      message: 'the run was interrupted',
      hint: 'run again: what was copied is kept',
      retryable: true,
      causes: [],
    };
    const notBegun = ['equal', 'moved', 'kept', 'replaced', 'absent'];
    expect(steadyDocument(stdout)).toBe(
      print({
        run: runDocument({ counts: { failed: 6 } }),
        images: [
          outcomeOf('new', { ...NEW_AT_SOURCE, error }),
          ...notBegun.map((name) => outcomeOf(name, { attempts: 0, error })),
        ],
        errors: [],
      }),
    );
    expect(exitCode).toBe(130);
  });
});
