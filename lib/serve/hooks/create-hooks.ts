import { type Context, Hono } from 'hono';
import type { Clock } from '../../clock.ts';
import type { Secret } from '../../secret.ts';
import type { ServiceListener } from '../events.ts';
import type { Attention } from '../service.ts';
import { hookEventOf } from './hook-event.ts';
import { judgePush, type PushFilter, type Verdict } from './judge-push.ts';
import { readBody } from './read-body.ts';
import { type Payload, readPayload } from './read-payload.ts';
import { refChangesOf } from './ref-changes.ts';
import { hasProof, isProven } from './signatures.ts';

/** Which hooks are believed, and which of them count. */
export interface HookRules extends PushFilter {
  readonly secret: Secret;
}

export interface HookOptions {
  readonly attention: Attention;
  readonly clock: Clock;
  /** Absent: hooks are refused. */
  readonly rules?: HookRules;
  /** Hears of every hook. */
  readonly listener: ServiceListener;
}

/** What GitHub sends at most; a payload that would be larger is not sent: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** Nobody has proven anything while a body arrives, so that strangers can make us hold this many times the above. */
const MOST_AT_A_TIME = 4;

/** Takes hooks of GitHub, GitLab, Gitea, Forgejo, Gogs and Bitbucket. A hook that comes again makes the service look again. */
export function createHooks({ rules, ...options }: HookOptions): Hono {
  const app = new Hono();
  let reading = 0;
  app.post('/', async (context) => {
    if (!rules) return refuse(context, NO_SECRET, { status: 403, ...options });
    if (!hasProof(context.req.raw.headers))
      return refuse(context, NOT_PROVEN, { status: 401, ...options });
    if (reading >= MOST_AT_A_TIME) return busy(context);
    reading += 1;
    try {
      return await take(context, rules, options);
    } finally {
      reading -= 1;
    }
  });
  return app;
}

const NO_SECRET =
  'no hooks are taken\nstart the service with --hook-secret-file, or IMAGE_SYNCER_HOOK_SECRET, and the secret of the hook\n';
const NOT_PROVEN =
  'the hook is not signed with the secret of this service\ngive the hook the secret that --hook-secret-file names\n';
const TOO_LARGE = 'the hook is larger than 25 MiB\npush fewer commits at once\n';
const MALFORMED = 'the body of the hook is no JSON object\nhave the hook send application/json\n';

async function take(
  context: Context,
  rules: HookRules,
  options: Omit<HookOptions, 'rules'>,
): Promise<Response> {
  const { headers, body: stream } = context.req.raw;
  const body = isTooLong(headers) ? undefined : await readBody(stream, MAX_BODY_BYTES);
  if (body === undefined) return refuse(context, TOO_LARGE, { status: 413, ...options });
  if (!isProven({ headers, body }, rules.secret.reveal(), options.clock.now())) {
    return refuse(context, NOT_PROVEN, { status: 401, ...options });
  }
  const payload = readPayload(body, context.req.header('content-type'));
  if (payload === undefined) return refuse(context, MALFORMED, { status: 400, ...options });
  return answer(context, judge(headers, payload, rules), options);
}

/** The first line of `text` says why. */
function refuse(
  context: Context,
  text: string,
  { status, listener }: Pick<HookOptions, 'listener'> & { readonly status: 400 | 401 | 403 | 413 },
): Response {
  const [reason = ''] = text.split('\n');
  listener({ type: 'hook', isProven: status === 400, accepted: false, reason });
  return context.text(text, status);
}

function answer(
  context: Context,
  judged: Verdict | 'ping',
  { attention, listener }: Pick<HookOptions, 'attention' | 'listener'>,
): Response {
  const verdict = judged === 'ping' ? { accepted: false, reason: 'a ping' } : judged;
  listener({ type: 'hook', isProven: true, ...verdict });
  if (verdict.accepted) attention.look();
  return context.json(verdict, judged === 'ping' ? 200 : 202);
}

function judge(headers: Headers, payload: Payload, filter: PushFilter): Verdict | 'ping' {
  const event = hookEventOf(headers);
  if (event === undefined) return { accepted: false, reason: 'no header names the event' };
  if (event.kind === 'ping') return 'ping';
  const { kind, name, listedAtMost } = event;
  if (kind === 'other') return { accepted: false, reason: `${name} is no push` };
  return judgePush(refChangesOf(payload, listedAtMost), filter);
}

function isTooLong(headers: Headers): boolean {
  return Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES;
}

function busy(context: Context): Response {
  return context.text('too many hooks arrive at once\nsend it again\n', 503, {
    'Retry-After': '10',
  });
}
