import { describe, expect, it } from 'vitest';
import { firstMessage, parseSyncMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { syncRequest } from '../../support/run-builder.ts';

const NOW = 1_767_225_600_000;

describe('parseSyncMessage', () => {
  it.each([
    ['as the planner makes it', syncRequest()],
    [
      'with every setting',
      syncRequest({
        onConflict: 'overwrite',
        platforms: ['linux/amd64'],
        requirePlatforms: ['linux/arm64'],
        index: 'single',
        referrers: { artifactTypes: ['application/spdx+json'] },
        referrersRecheckMs: null,
        foreignLayers: 'copy',
        amd64Only: true,
        force: true,
      }),
    ],
  ])('reads a message %s', (_, request) => {
    const message = firstMessage(request, NOW);

    expect(parseSyncMessage(JSON.stringify(message))).toEqual({
      version: 1,
      request,
      attempt: 1,
      deferrals: 0,
      hops: 0,
      sequence: 0,
      firstSentAt: NOW,
    });
  });

  it('leaves members out that it does not know', () => {
    const message = { ...firstMessage(syncRequest(), NOW), priority: 3 };

    expect(parseSyncMessage(JSON.stringify(message))).toEqual(firstMessage(syncRequest(), NOW));
  });

  const message = firstMessage(syncRequest(), NOW);
  it.each([
    ['no JSON', 'no request at all'],
    ['no object', '[]'],
    ['of another version', JSON.stringify({ ...message, version: 2 })],
    ['without an image', JSON.stringify({ ...message, request: undefined })],
    ['that counts in fractions', JSON.stringify({ ...message, attempt: 1.5 })],
    ['of no run', JSON.stringify({ ...message, request: syncRequest({ runId: 'yesterday' }) })],
    ['of a dry run', JSON.stringify({ ...message, request: syncRequest({ dryRun: true }) })],
  ])('does not understand a body %s', (_, body) => {
    expect(parseSyncMessage(body)).toBeUndefined();
  });
});
