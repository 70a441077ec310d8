import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerBody } from '../../lib/registry/answer-body.ts';

const [FIRST, SECOND] = [Buffer.from('first'), Buffer.from('second')];
const FAILURE = new Error('cut');

const connection = { pause: vi.fn(), resume: vi.fn(), abort: vi.fn() };
let body: AnswerBody;

beforeEach(() => {
  vi.resetAllMocks();
  body = new AnswerBody(connection);
});

async function isOver(): Promise<boolean> {
  const pending = setImmediate(false);
  return await Promise.race([body.over.then(() => true), pending]);
}

describe('AnswerBody', () => {
  it('gives a chunk to whoever waits, and has the connection go on', async () => {
    const waiting = body.next();

    body.push(FIRST);

    await expect(waiting).resolves.toEqual({ done: false, value: FIRST });
    expect(connection.pause).not.toHaveBeenCalled();
  });

  it('has the connection wait while a chunk is not taken', async () => {
    body.push(FIRST);
    expect(connection.pause).toHaveBeenCalledTimes(1);
    expect(connection.resume).not.toHaveBeenCalled();

    await body.next();

    expect(connection.resume).toHaveBeenCalledTimes(1);
  });

  it('takes nothing for nothing, which a parser tells of that is resumed', async () => {
    const waiting = body.next();

    body.push(Buffer.alloc(0));
    body.push(FIRST);

    await expect(waiting).resolves.toEqual({ done: false, value: FIRST });
  });

  it('ends after the last chunk, and is over when that was told', async () => {
    body.push(FIRST);
    body.complete();
    await body.next();
    expect(await isOver()).toBe(false);

    await expect(body.next()).resolves.toEqual({ done: true, value: undefined });

    expect(await isOver()).toBe(true);
    expect(connection.resume).not.toHaveBeenCalled();
  });

  it('gives what arrived before it fails', async () => {
    body.push(FIRST);
    body.fail(FAILURE);

    await expect(body.next()).resolves.toEqual({ done: false, value: FIRST });
    await expect(body.next()).rejects.toBe(FAILURE);
    expect(await isOver()).toBe(true);
  });

  it('fails whoever waits', async () => {
    const waiting = body.next();

    body.fail(FAILURE);

    await expect(waiting).rejects.toBe(FAILURE);
  });

  it('breaks its connection off where it is closed, and gives no chunk any more', async () => {
    body.push(FIRST);

    body.close(FAILURE);

    await expect(body.next()).rejects.toBe(FAILURE);
    expect(connection.abort).toHaveBeenCalledTimes(1);
    expect(await isOver()).toBe(true);
  });

  it('leaves the connection alone where it is closed at its end', async () => {
    body.push(FIRST);
    body.complete();

    body.close();

    expect(connection.abort).not.toHaveBeenCalled();
    expect(await isOver()).toBe(true);
  });

  it('is closed by a reader who leaves', async () => {
    body.push(FIRST);
    body.push(SECOND);

    for await (const _ of body) break;

    expect(connection.abort).toHaveBeenCalledTimes(1);
  });

  it('drops a short rest to its end', async () => {
    body.push(FIRST);
    body.push(SECOND);
    body.complete();

    await body.discard(FIRST.byteLength + SECOND.byteLength);

    expect(connection.abort).not.toHaveBeenCalled();
    expect(await isOver()).toBe(true);
  });

  it('breaks a longer rest off', async () => {
    body.push(FIRST);
    body.push(SECOND);

    await body.discard(FIRST.byteLength);

    expect(connection.abort).toHaveBeenCalledTimes(1);
  });

  it('minds no failure of what is dropped', async () => {
    body.fail(FAILURE);

    await expect(body.discard(10)).resolves.toBeUndefined();
  });
});
