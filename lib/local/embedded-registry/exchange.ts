import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import type { FaultEffect } from './fault.ts';
import type { Faults } from './faults.ts';
import { answerOfFault, faultyAnswer, firstBytes } from './faulty-answer.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { GrowingEntry, RequestLog } from './request-log.ts';
import { sendAnswer } from './send-answer.ts';

export interface ExchangeOptions {
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly answer: (request: RegistryRequest) => Promise<Answer>;
}

/** Takes one request from its arrival to the end of its answer, or to what a fault makes of it. */
export async function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  { log, faults, answer }: ExchangeOptions,
): Promise<void> {
  const entry = log.add(incoming);
  response.once('close', () => {
    entry.aborted = !response.writableFinished;
  });

  const effect = faults.strike(entry.method, incoming.url ?? '');
  switch (effect?.kind) {
    case 'stall':
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'status':
    case 'redirect':
      return await sendAnswer(response, answerOfFault(effect), entry);
  }

  const request = { ...entry, body: bodyOf(incoming, entry, effect) };
  const usual = await answer(request).catch(answerToFailure);
  if (effect?.kind === 'lose') incoming.socket.destroy();
  if (incoming.socket.destroyed) return;
  await sendAnswer(response, effect ? faultyAnswer(usual, effect) : usual, entry);
}

/** The body as the handlers read it; a handler that leaves off early does not end the connection. */
async function* bodyOf(
  incoming: IncomingMessage,
  entry: GrowingEntry,
  effect: FaultEffect | undefined,
): AsyncGenerator<Uint8Array> {
  const all: AsyncIterable<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
  const cut = effect?.kind === 'cutUpload';
  for await (const chunk of cut ? firstBytes(all, effect.afterBytes) : all) {
    entry.bytesReceived += chunk.byteLength;
    yield chunk;
  }
  if (!cut) return;
  incoming.socket.destroy();
  throw new Error('a fault has cut the upload');
}

/** Nobody is left to hear of a failure by a client that went away; any other is a defect of the storage. */
function answerToFailure(failure: unknown): Answer {
  if (failure instanceof Refusal) return failure.answer;
  const message = failure instanceof Error ? failure.message : String(failure);
  return jsonAnswer(500, { errors: [{ code: 'UNKNOWN', message, detail: null }] });
}
