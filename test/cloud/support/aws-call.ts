import type { IncomingMessage } from 'node:http';

/** A request of an SDK, as far as it can be read without a model of the service. */
export interface AwsCall {
  /** As the signature names it, such as `dynamodb`. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Such as `PutItem`; of REST services `METHOD /path`. */
  readonly action: string;
  /** Parameters: JSON, or a form; empty for REST services. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** AWS Signature Version 4: whose key, for which region and service. */
const CREDENTIAL = /Credential=(?<key>[^/]+)\/\d+\/(?<region>[^/]+)\/(?<service>[^/]+)\//;

/** Reads a signed request; the signature itself is taken for good. */
export async function readAwsCall(request: IncomingMessage): Promise<AwsCall> {
  const { method = '', url = '', headers } = request;
  const { key, region, service } = CREDENTIAL.exec(headers.authorization ?? '')?.groups ?? {};
  if (key === undefined || region === undefined || service === undefined) {
    throw new Error(`${method} ${url} is not signed`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const asked = { method, url, headers, body };
  return { service, region, accessKeyId: key, ...asked, ...readAction(asked) };
}

function readAction({
  method,
  url,
  headers,
  body,
}: Pick<AwsCall, 'method' | 'url' | 'headers' | 'body'>): Pick<AwsCall, 'action' | 'input'> {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const action = target.slice(target.lastIndexOf('.') + 1);
    return { action, input: JSON.parse(body.toString() || '{}') };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const input = Object.fromEntries(new URLSearchParams(body.toString()));
    return { action: input['Action'] ?? '', input };
  }
  return { action: `${method} ${url.split('?', 1)[0]}`, input: {} };
}

export function jsonAnswer(value: unknown, status = 200): AwsAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status, headers, body: JSON.stringify(value) };
}

/** An error as JSON services tell it. */
export function errorAnswer(code: string, message: string, status = 400): AwsAnswer {
  const answer = jsonAnswer({ __type: code, message, Message: message }, status);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}

/** An error as services with XML tell it: S3 alone has no envelope. */
export function xmlErrorAnswer({ service }: AwsCall, code: string, status = 403): AwsAnswer {
  const error = `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  const body = service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
