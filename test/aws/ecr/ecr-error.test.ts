import { describe, expect, it } from 'vitest';
import { EcrError } from '../../../lib/aws/ecr/ecr-error.ts';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

/** As the SDK throws what a service has answered. */
function answered(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });
}

describe('EcrError', () => {
  it('says what to do where there are no AWS credentials', () => {
    const cause = Object.assign(new Error('Could not load'), { name: 'CredentialsProviderError' });

    expect(new EcrError(HOST, cause)).toMatchObject({
      kind: 'auth',
      code: 'AUTHENTICATION_FAILED',
      retryable: false,
      message: `ECR gives no token for ${HOST}: there are no AWS credentials`,
      hint: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it.each([
    ['AccessDeniedException', 'DENIED', 'allow ecr:GetAuthorizationToken'],
    ['AccessDenied', 'DENIED', 'sts:AssumeRole'],
    ['ExpiredTokenException', 'AUTHENTICATION_FAILED', 'renew the AWS credentials'],
    ['UnrecognizedClientException', 'AUTHENTICATION_FAILED', 'renew the AWS credentials'],
  ])('passes on what AWS answers with %s', (name, code, hint) => {
    const error = new EcrError(HOST, answered(name, 'User: arn:x is not authorized'));

    expect(error).toMatchObject({ kind: 'auth', code, retryable: false });
    expect(error.message).toContain(`${name}, User: arn:x is not authorized`);
    expect(error.hint).toContain(hint);
  });

  it('may pass for any other reason, whose words may be anything', () => {
    const error = new EcrError(HOST, new Error('planted secret of a credential program'));

    expect(error).toMatchObject({ kind: 'transient', retryable: true });
    expect(error.message).not.toContain('planted');
  });
});
