import { type ErrorCode, type ErrorKind, SyncerError } from '../../errors.ts';

interface Nature {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
}

const DENIED = { kind: 'auth', code: 'DENIED' } as const;
const NOT_FOUND = { kind: 'not-found', code: 'NOT_FOUND' } as const;

/** By the name of what the SDK throws: S3, "Error responses"; CodeCommit, "GetFile". */
const NATURES: readonly (readonly [RegExp, Nature])[] = [
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
    /^(?:AccessDenied|Forbidden|403)/,
    {
      ...DENIED,
      hint: 'allow the function that plans s3:GetObject and s3:ListBucket, or codecommit:GetFile',
    },
  ],
  [
    /^(?:CredentialsProvider|ExpiredToken|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch)/,
    { kind: 'auth', code: 'INVALID_CREDENTIALS', hint: 'give valid AWS credentials' },
  ],
];

const PASSING: Nature = {
  kind: 'transient',
  code: 'CONNECTION_LOST',
  hint: 'it is tried again; if it stays, see whether the service answers in this region',
};

/** It cannot be told what the definition says, or whether there is one. */
export class DefinitionSourceError extends SyncerError {
  override readonly name = 'DefinitionSourceError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  /** `cause` is what the AWS SDK threw. */
  constructor(source: string, cause: unknown) {
    const { name, message } = cause instanceof Error ? cause : new Error('it cannot be asked');
    const nature = NATURES.find(([names]) => names.test(name))?.[1] ?? PASSING;
    super(`${source} cannot be read: ${name}, ${message.slice(0, 300)}`, { cause });
    this.kind = nature.kind;
    this.code = nature.code;
    this.hint = nature.hint;
    this.retryable = nature === PASSING;
  }
}
