import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf as sha256 } from '../../lib/oci/digest.ts';
import { digestOf } from '../support/contents.ts';
import { type Mirror, startMirror } from '../support/mirror.ts';
import { SECOND_RUN } from '../support/run-builder.ts';
import { schema1Image } from '../support/schema1-builder.ts';

const OLD = schema1Image();

describe('syncing an image of schema 1 to a registry that counts its signatures in', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(OLD);
    await mirror.sync();
  });

  afterEach(() => mirror.end());

  it('finds it unchanged afterwards', async () => {
    expect(await mirror.tagged()).toBe(sha256(OLD.root.bytes));

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', targetDigest: digestOf(OLD) });
  });

  it('sees the conflict with another one', async () => {
    await mirror.occupy(schema1Image({ platform: 'linux/arm64' }));

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome.status).toBe('conflict');
  });
});
