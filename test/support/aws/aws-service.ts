import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpServer } from '../../../lib/local/embedded-registry/http-server.ts';

/** One call of a service, as its client sent it. */
export interface AwsCall {
  /** Such as `GetSecretValue`. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Who signed it, for what region and service, such as `ecr-public`. */
  readonly accessKeyId: string | undefined;
  readonly region: string;
  readonly service: string;
}

/** What makes the answer to each action; throws {@link AwsFailure} to refuse. */
export type AwsActions = Readonly<Record<string, (call: AwsCall) => unknown>>;

/** A refusal by its name in the service's API. */
export class AwsFailure extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message = name, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export interface AwsServiceOptions {
  /** Sees every call first, and refuses it by throwing an {@link AwsFailure}. */
  readonly before?: ((call: AwsCall) => void) | undefined;
  /** How calls are read and answered. Default: JSON 1.1. */
  readonly protocol?: AwsProtocol;
}

export interface AwsProtocol {
  /** Action and input. */
  parse(headers: IncomingMessage['headers'], body: string): Pick<AwsCall, 'action' | 'input'>;
  answer(action: string, output: unknown): string;
  refuse(failure: AwsFailure): string;
  readonly contentType: string;
}

/** A service of AWS on loopback, as far as a test needs it. */
export interface AwsService {
  /** For `AWS_ENDPOINT_URL_…`. */
  readonly endpoint: string;
  /** Every call, in order of arrival. */
  readonly requests: readonly AwsCall[];
  /** Refuses the next `times` calls of `action`, once by default. */
  refuse(action: string, failure: AwsFailure, times?: number): void;
  close(): Promise<void>;
}

/** Signature Version 4, "Authorization header". */
const SIGNED_BY = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;

/** AWS JSON 1.1: the action is the last part of `X-Amz-Target`. */
const JSON_PROTOCOL: AwsProtocol = {
  contentType: 'application/x-amz-json-1.1',
  parse: ({ 'x-amz-target': target = '' }, body) => ({
    action: String(target).split('.').at(-1) ?? '',
    input: JSON.parse(body),
  }),
  answer: (_, output) => JSON.stringify(output),
  refuse: ({ name, message }) => JSON.stringify({ __type: name, message }),
};

export async function startAwsService(
  actions: AwsActions,
  { before, protocol = JSON_PROTOCOL }: AwsServiceOptions = {},
): Promise<AwsService> {
  const requests: AwsCall[] = [];
  const refusals: { action: string; failure: AwsFailure; left: number }[] = [];
  const server = new HttpServer();
  const host = await server.listen(0, '127.0.0.1');

  const outputOf = (call: AwsCall): unknown => {
    requests.push(call);
    before?.(call);
    const refusal = refusals.find(({ action, left }) => action === call.action && left > 0);
    if (refusal) {
      refusal.left -= 1;
      throw refusal.failure;
    }
    const act = actions[call.action];
    if (!act) throw new AwsFailure('UnknownOperationException', `no ${call.action} here`);
    return act(call);
  };
  server.serve(async (incoming, response) => {
    const call = await callOf(incoming, protocol);
    send(response, protocol, () => protocol.answer(call.action, outputOf(call)));
  });
  return {
    endpoint: `http://${host}`,
    requests,
    refuse: (action, failure, times = 1) => refusals.push({ action, failure, left: times }),
    close: () => server.close(),
  };
}

/** The member `name` of a call's input, which must be a text. */
export function textOf({ action, input }: AwsCall, name: string): string {
  const value = input[name];
  if (typeof value === 'string') return value;
  throw new AwsFailure('ValidationException', `${action} without ${name}`);
}

async function callOf(incoming: IncomingMessage, protocol: AwsProtocol): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { headers } = incoming;
  const [, accessKeyId, region = '', service = ''] =
    SIGNED_BY.exec(headers.authorization ?? '') ?? [];
  const said = protocol.parse(headers, Buffer.concat(chunks).toString());
  return { ...said, accessKeyId, region, service };
}

function send(response: ServerResponse, protocol: AwsProtocol, answer: () => string): void {
  const headers = { 'content-type': protocol.contentType };
  try {
    const body = answer();
    response.writeHead(200, headers).end(body);
  } catch (error) {
    const failure =
      error instanceof AwsFailure ? error : new AwsFailure('InternalFailure', `${error}`, 500);
    response.writeHead(failure.status, headers).end(protocol.refuse(failure));
  }
}
