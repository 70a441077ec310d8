import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { OCI_INDEX } from '../../lib/oci/media-types.ts';
import { artifact } from '../support/artifact-builder.ts';
import { content } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { ListMerge } from '../support/list-merge.ts';
import { put } from '../support/referrer-copy.ts';

const SUBJECT = image();
const OURS = artifact({ seed: 1, subject: SUBJECT.root.descriptor });
const OUR_ENTRY = JSON.stringify(OURS.root.descriptor);
const THEIR_ENTRY = `{ "size" : 2, "mediaType":"application/vnd.example",
  "digest": "sha256:${'0'.repeat(64)}", "serial": 12345678901234567890, "x\\/y": 1.0 }`;

describe('mergeReferrers, as others spell their list', () => {
  let list: ListMerge;

  beforeEach(() => {
    list = new ListMerge(SUBJECT);
  });

  async function setTo(json: string): Promise<void> {
    const root = content(Buffer.from(json), OCI_INDEX);
    await put(list.target, { root, manifests: [root], blobs: [] }, list.tag);
  }

  async function spelled(): Promise<string> {
    const found = await list.target.resolve(list.tag);
    return Buffer.from((found && list.target.content(found)) ?? []).toString();
  }

  const head = `"schemaVersion": 2, "mediaType": "${OCI_INDEX}"`;
  const deep = '['.repeat(90) + ']'.repeat(90);

  it.each([
    [
      'an entry and numbers of twenty digits',
      `{ ${head}, "manifests": [ ${THEIR_ENTRY} ], "run": 98765432109876543210 }`,
      `{ ${head}, "manifests": [ ${THEIR_ENTRY},${OUR_ENTRY} ], "run": 98765432109876543210 }`,
    ],
    [
      'deep nesting',
      `{ ${head}, "deep": ${deep}, "manifests": [] }`,
      `{ ${head}, "deep": ${deep}, "manifests": [${OUR_ENTRY}] }`,
    ],
    [
      'no entries but null',
      `{ ${head}, "manifests": null }`,
      `{ ${head}, "manifests": [${OUR_ENTRY}] }`,
    ],
    ['no list of entries', `{ ${head} }`, `{ ${head},"manifests":[${OUR_ENTRY}] }`],
  ])('keeps %s', async (_, before, after) => {
    await setTo(before);

    await list.run([OURS]);

    expect((await spelled()) === after).toBe(true);
  });

  it('puts an entry back as it was spelled, where somebody writes over it', async () => {
    await setTo(`{ ${head}, "manifests": [${THEIR_ENTRY}] }`);
    const late: Clock = {
      now: () => list.clock.now(),
      sleep: async (ms) => {
        if (list.clock.slept.length === 0) await setTo(`{ ${head}, "manifests": [] }`);
        await list.clock.sleep(ms);
      },
    };

    await list.run([OURS], { clock: late });

    expect(await spelled()).toBe(`{ ${head}, "manifests": [${OUR_ENTRY},${THEIR_ENTRY}] }`);
  });
});
