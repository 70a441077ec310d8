import { describe } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { referrerCopyContract } from '../support/referrer-copy-contract.ts';
import { atDockerRegistry, atEmbedded, inMemory } from '../support/repositories-under-test.ts';

describe.each([true, false])('referrers, with an API for them: %s', (referrersApi) => {
  describe('in memory', () => referrerCopyContract(() => inMemory({ referrersApi })));

  describe('at the embedded registry', () =>
    referrerCopyContract(() => atEmbedded({ referrersApi })));
});

describeWith(['docker-registry'], 'referrers at docker-registry', () =>
  referrerCopyContract(atDockerRegistry),
);
