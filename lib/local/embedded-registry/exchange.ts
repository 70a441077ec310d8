import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import type { Faults } from './faults.ts';
import { answerOfFault, faultyAnswer } from './faulty-answer.ts';
import { faultyBody } from './faulty-body.ts';
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
    entry.ended = true;
  });

  const effect = faults.strike(entry.method, incoming.url ?? '');
  entry.fault = effect;
  switch (effect?.kind) {
    case 'stall':
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'status':
    case 'redirect':
      return await sendAnswer(response, answerOfFault(effect), entry);
    case 'meanwhile':
      await effect.happens(entry);
  }

  const request = { ...entry, body: counted(faultyBody(incoming, effect), entry) };
  const usual = await answer(request).catch(answerToFailure);
  if (effect?.kind === 'lose') incoming.socket.destroy();
  if (incoming.socket.destroyed) return;
  await sendAnswer(response, effect ? faultyAnswer(usual, effect) : usual, entry);
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  entry: GrowingEntry,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    entry.bytesReceived += chunk.byteLength;
    yield chunk;
  }
}

/** Nobody is left to hear of a failure by a client that went away; any other is a defect of the storage. */
function answerToFailure(failure: unknown): Answer {
  if (failure instanceof Refusal) return failure.answer;
  const message = failure instanceof Error ? failure.message : String(failure);
  return jsonAnswer(500, { errors: [{ code: 'UNKNOWN', message, detail: null }] });
}
