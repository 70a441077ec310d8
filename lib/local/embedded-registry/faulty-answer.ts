import { type Answer, type AnswerHeaders, emptyAnswer, textAnswer } from './answer.ts';
import type { AnswerEffect, ImmediateEffect, RequestEffect } from './fault.ts';

/** The answer that a fault gives by itself. */
export function answerOfFault(
  effect: Extract<ImmediateEffect, { kind: 'status' | 'redirect' }>,
): Answer {
  if (effect.kind === 'redirect') return emptyAnswer(effect.status, { Location: effect.location });
  const { status, body, headers } = effect;
  return body === undefined ? emptyAnswer(status, headers) : textAnswer(status, body, headers);
}

/** What a fault makes of an answer; those that strike the connection leave it as it is. */
export function faultyAnswer(answer: Answer, effect: RequestEffect | AnswerEffect): Answer {
  switch (effect.kind) {
    case 'cut':
      return { ...shortened(answer, effect.afterBytes), ending: 'cut' };
    case 'stallBody':
      return stalled(answer, effect.afterBytes);
    case 'truncate':
      return truncated(answer, effect.bytes);
    case 'corrupt':
      return corrupted(answer, effect.at);
    case 'shift':
      return shifted(answer, effect.by);
    case 'headers':
      return { ...answer, headers: changed(answer.headers, effect.set, effect.remove) };
    case 'cutUpload':
    case 'stallUpload':
    case 'refuseUpload':
    case 'meanwhile':
    case 'lose':
      return answer;
  }
}

/** Yields `count` bytes of `content` and leaves the rest unread. */
export async function* firstBytes(
  content: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let rest = count;
  if (rest === 0) return;
  for await (const chunk of content) {
    yield chunk.subarray(0, rest);
    rest -= chunk.byteLength;
    if (rest <= 0) return;
  }
}

/** Only the body: the headers go on promising what they did. */
function shortened(answer: Answer, bytes: number): Answer {
  const { body } = answer;
  if (!body) return answer;
  const size = Math.min(bytes, body.size);
  return { ...answer, body: { size, open: () => firstBytes(body.open(), size) } };
}

/** What is sent to its end is no answer that stalls, whatever its sender does then. */
function stalled(answer: Answer, afterBytes: number): Answer {
  if (answer.body && answer.body.size <= afterBytes) return answer;
  return { ...shortened(answer, afterBytes), ending: 'stall' };
}

function truncated(answer: Answer, bytes: number): Answer {
  const shorter = shortened(answer, bytes);
  const length = { 'Content-Length': String(shorter.body?.size ?? 0) };
  return { ...shorter, headers: changed(answer.headers, length) };
}

/** RFC 9110, section 14.4: the range is of the whole content, whatever part of it was asked for. */
function shifted(answer: Answer, by: number): Answer {
  const { body } = answer;
  if (!body) return answer;
  const whole = `bytes 0-${body.size - 1}/${body.size}`;
  const range = answer.headers['Content-Range'] ?? whole;
  const [, first = '0', rest = ''] = /^bytes (\d+)(-.+)$/.exec(range) ?? [];
  const size = Math.max(0, body.size - by);
  return {
    status: 206,
    headers: changed(answer.headers, {
      'Content-Length': String(size),
      'Content-Range': `bytes ${Number(first) + by}${rest}`,
    }),
    body: { size, open: () => withoutFirst(body.open(), by) },
  };
}

async function* withoutFirst(
  content: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let rest = count;
  for await (const chunk of content) {
    if (chunk.byteLength > rest) yield chunk.subarray(rest);
    rest = Math.max(0, rest - chunk.byteLength);
  }
}

function corrupted(answer: Answer, at: number): Answer {
  const { body } = answer;
  if (!body) return answer;
  return { ...answer, body: { size: body.size, open: () => flipByte(body.open(), at) } };
}

async function* flipByte(
  content: AsyncIterable<Uint8Array>,
  at: number,
): AsyncGenerator<Uint8Array> {
  let start = 0;
  for await (const chunk of content) {
    const index = at - start;
    const old = index < 0 ? undefined : chunk[index];
    // A copy, since the chunk may be the stored content itself.
    yield old === undefined ? chunk : Buffer.from(chunk).fill(old ^ 0xff, index, index + 1);
    start += chunk.byteLength;
  }
}

function changed(
  headers: AnswerHeaders,
  set: AnswerHeaders = {},
  remove: readonly string[] = [],
): AnswerHeaders {
  const gone = new Set([...Object.keys(set), ...remove].map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !gone.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...set };
}
