import {
  AwsFailure,
  type AwsProtocol,
  type AwsService,
  type AwsServiceOptions,
  startAwsService,
  textOf,
} from './aws-service.ts';

export interface Sts extends AwsService {
  /** Roles that may be assumed, by ARN; where one has an external id, by whoever knows that. */
  readonly roles: Map<string, { readonly externalId?: string }>;
  /** Role by the access key id of its sessions, as {@link AwsService.requests} of other services show it. */
  readonly sessions: ReadonlyMap<string, string>;
}

/** The query protocol: the input is a form, answers are XML. */
const QUERY_PROTOCOL: AwsProtocol = {
  contentType: 'text/xml',
  parse: (_, body) => {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { action: Action, input };
  },
  answer: (action, output) => {
    const result = `<${action}Result>${elements(output)}</${action}Result>`;
    return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</${action}Response>`;
  },
  refuse: ({ name, message }) =>
    `<ErrorResponse>${elements({ Error: { Type: 'Sender', Code: name, Message: message } })}</ErrorResponse>`,
};

/** STS, to assume roles: `AssumeRole`. */
export async function startSts(options?: Pick<AwsServiceOptions, 'before'>): Promise<Sts> {
  const roles = new Map<string, { readonly externalId?: string }>();
  const sessions = new Map<string, string>();
  const service = await startAwsService(
    {
      AssumeRole: (call) => {
        const arn = textOf(call, 'RoleArn');
        const role = roles.get(arn);
        if (!role || role.externalId !== call.input['ExternalId']) {
          const message = `User is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
          throw new AwsFailure('AccessDenied', message, 403);
        }
        const AccessKeyId = `ASIA${String(sessions.size).padStart(12, '0')}`;
        sessions.set(AccessKeyId, arn);
        const secrets = { SecretAccessKey: 'planted-session-key', SessionToken: 'planted-session' };
        return { Credentials: { AccessKeyId, ...secrets, Expiration: '2199-01-01T00:00:00Z' } };
      },
    },
    { ...options, protocol: QUERY_PROTOCOL },
  );
  return { ...service, roles, sessions };
}

function elements(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `<${name}>${elements(inner)}</${name}>`)
    .join('');
}
