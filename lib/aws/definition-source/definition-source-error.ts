import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  problemOf,
  REFUSED_IDENTITY,
} from '../aws-error.ts';

const DENIED = { kind: 'auth', code: 'DENIED' } as const;
const NOT_FOUND = { kind: 'not-found', code: 'NOT_FOUND' } as const;

/** S3, "Error responses"; CodeCommit, "GetFile". */
const NATURES: Natures = [
  [/^NoSuchBucket/, { ...NOT_FOUND, hint: 'create the bucket, or name another one in the stack' }],
  [
    /^RepositoryDoesNotExist/,
    { ...NOT_FOUND, hint: 'create the repository, or name another one in the stack' },
  ],
  [
    /^(?:BranchDoesNotExist|CommitDoesNotExist|InvalidCommit|CommitRequired)/,
    { ...NOT_FOUND, hint: 'push the branch, or name another one in the stack' },
  ],
  [
    /^(?:KMS|EncryptionKey)/,
    { ...DENIED, hint: 'enable the key and allow the function that plans kms:Decrypt with it' },
  ],
  [
    // S3: without s3:ListBucket a missing object is refused, too.
    DENIAL,
    {
      ...DENIED,
      hint: 'allow the function that plans s3:GetObject and s3:ListBucket, or codecommit:GetFile',
    },
  ],
  [
    REFUSED_IDENTITY,
    { kind: 'auth', code: 'INVALID_CREDENTIALS', hint: 'give valid AWS credentials' },
  ],
];

const PASSING: Nature = {
  kind: 'transient',
  code: 'CONNECTION_LOST',
  hint: 'it is tried again; if it stays, see whether the service answers in this region',
};

/** It cannot be told what the definition says, or whether there is one. */
export class DefinitionSourceError extends AwsError {
  override readonly name = 'DefinitionSourceError';

  /** `cause` is what the AWS SDK threw. */
  constructor(source: string, cause: unknown) {
    const message = `${source} cannot be read: ${problemOf(cause)}`;
    super(message, natureOf(cause, NATURES, PASSING), cause);
  }
}
