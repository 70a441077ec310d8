import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

const matching = (format: RegExp, expected: string) =>
  z.string().regex(format, `expected ${expected}`);

export const account = matching(/^\d{12}$/, 'twelve digits, in quotes');

export const region = matching(/^[a-z]{2}(?:-[a-z]+)+-\d+$/, 'a region, such as eu-central-1');

/** CloudFormation's; `-` parts what this app adds for stacks in other accounts. */
export const stackName = matching(
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  'a letter and then letters, digits and dashes, up to 128, such as ImageSyncer',
);

/** Part of a stack's name, hence no more than that can have. */
export const roleName = matching(
  /^[A-Za-z0-9-]{1,64}$/,
  'letters, digits and dashes, up to 64, such as image-syncer-target',
);

/** AWS STS API Reference, AssumeRole. */
export const externalId = matching(
  /^[\w+=,.@:/-]{2,1224}$/,
  'a word of 2 letters or digits or more, such as d41c0ffe',
);

const KEY_ARN = /arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+/;
const KEY_WORDS = 'the ARN of a key, no alias, such as arn:aws:kms:eu-central-1:111122223333:key/…';

export const keyArn = matching(new RegExp(`^${KEY_ARN.source}$`), KEY_WORDS);

export const encryptionKey = matching(
  new RegExp(`^(?:create|${KEY_ARN.source})$`),
  `create, or ${KEY_WORDS}`,
);

export const roleArn = matching(
  /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'the ARN of a role, such as arn:aws:iam::111122223333:role/mirror',
);

export const policyArn = matching(
  /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/,
  'the ARN of a policy, such as arn:aws:iam::111122223333:policy/boundary',
);

export const topicArn = matching(
  /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
  'the ARN of a topic, such as arn:aws:sns:eu-central-1:111122223333:alarms',
);

export const secret = matching(
  /^(?:arn:[\w-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@!-]{1,512}$/,
  'the name of a secret, such as image-syncer/docker-hub, or its complete ARN',
);

export const bucketName = matching(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of a bucket: 3 to 63 small letters, digits, dots and dashes',
);

export const codeCommitName = matching(
  /^(?!.*\.git$)[\w.-]{1,100}$/,
  'the name of a repository in CodeCommit, such as images, without .git',
);

export const branch = matching(
  /^(?!refs\/)\S{1,256}$/,
  'the name of a branch alone, such as main, without refs/heads/',
);

export const eventBusName = matching(
  /^[\w./-]{1,256}$/,
  'the name of an event bus, such as platform, in place of its ARN',
);

/** A dimension of metrics, and the beginning of descriptions of which Lambda takes 256 characters. */
export const serviceName = matching(
  /^[A-Za-z0-9](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/,
  'a letter or a digit and then ASCII, up to 128 characters',
);

export const email = z.email('expected an address, such as platform@example.com');

/** Ids of what EC2 has, such as `subnet-0a1b2c3d`, none of them twice. */
export const idsOf = (kind: string) =>
  z
    .array(idOf(kind))
    .min(1)
    .refine((ids) => new Set(ids).size === ids.length, 'expected each of them once');

export const idOf = (kind: string) =>
  matching(new RegExp(`^${kind}-[0-9a-f]+$`), `an id such as ${kind}-0a1b2c3d4e5f67890`);

const RETENTIONS = Object.values(RetentionDays).filter((days) => typeof days === 'number');

/** CloudWatch has these and no others; the last is for ever. */
export const retentionDays = z
  .int()
  .refine(
    (days) => RETENTIONS.some((one) => one === days),
    `expected one of the retentions of CloudWatch: ${RETENTIONS.join(', ')}`,
  );
