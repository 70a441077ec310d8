import { describe, expect, it } from 'vitest';
import { parseEcrHost } from '../../../lib/aws/ecr/ecr-host.ts';

const ACCOUNT = '123456789012';

describe('parseEcrHost', () => {
  it.each([
    ['dkr.ecr.eu-central-1.amazonaws.com', 'eu-central-1', false, false],
    ['dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1', false, false],
    ['dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1', true, false],
    ['dkr.ecr.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1', false, false],
    ['dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1', false, false],
    ['dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk', 'eu-isoe-west-1', false, false],
    ['dkr.ecr.us-isof-south-1.csp.hci.ic.gov', 'us-isof-south-1', false, false],
    ['dkr-ecr.eu-central-1.on.aws', 'eu-central-1', false, true],
    ['dkr-ecr-fips.us-east-1.on.aws', 'us-east-1', true, true],
    ['dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1', false, true],
  ])('reads %s', (host, region, isFips, isDualStack) => {
    const expected = { kind: 'private', account: ACCOUNT, region, isFips, isDualStack };

    expect(parseEcrHost(`${ACCOUNT}.${host}`)).toEqual(expected);
  });

  it.each(['public.ecr.aws', 'ecr-public.aws.com'])('takes %s for the public registry', (host) => {
    expect(parseEcrHost(host)).toEqual({ kind: 'public' });
  });

  it.each([
    'docker.io',
    `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com.evil.example`,
    `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com:5000`,
    `${ACCOUNT}.dkr.ecr.evil.example/x.amazonaws.com`,
    `1${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`,
    `evil.${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`,
    `${ACCOUNT}.dkr-ecr.eu-central-1.amazonaws.com`,
    'evil.public.ecr.aws',
    'ecr.eu-central-1.amazonaws.com',
  ])('leaves %s to others', (host) => {
    expect(parseEcrHost(host)).toBeUndefined();
  });
});
