import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEvents } from '../../../../lib/serve/page/live/create-events.ts';
import type { LiveDocument } from '../../../../lib/serve/page/live/live-document.ts';
import { filledService, liveRun } from '../../../support/filled-service.ts';
import type { MemoryService } from '../../../support/memory-service.ts';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const readers: Reader[] = [];

async function listen(service: MemoryService): Promise<Reader> {
  const response = await createEvents(service).request('/events');
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('there are no events');
  readers.push(reader);
  return reader;
}

async function read(reader: Reader): Promise<string> {
  const { value, done } = await reader.read();
  return done ? 'the end' : Buffer.from(value).toString();
}

async function readState(reader: Reader): Promise<LiveDocument> {
  const [, text = ''] =
    /^event: state\ndata: (.*)\nretry: 1000\n\n$/.exec(await read(reader)) ?? [];
  return JSON.parse(text) as LiveDocument;
}

async function isAsleep({ clock }: MemoryService): Promise<void> {
  await vi.waitFor(() => expect(clock.sleepers).toBe(1), { interval: 5 });
}

/** Lets time pass once it is waited for. */
async function pass(service: MemoryService, ms: number): Promise<void> {
  await isAsleep(service);
  service.clock.advance(ms);
}

/** Lets time pass until there is something to read. */
async function readInTime(service: MemoryService, reader: Reader): Promise<LiveDocument> {
  let isRead = false;
  const state = readState(reader).finally(() => {
    isRead = true;
  });
  while (!isRead) {
    service.clock.advance(500);
    await new Promise(setImmediate);
  }
  return await state;
}

afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.cancel();
});

describe('the events of a service', () => {
  it('begin with how it is', async () => {
    const service = await filledService();
    service.go(liveRun());

    const { run, texts } = await readState(await listen(service));

    expect(texts).toMatchObject({ 'group-failed': '2', 'run-images': '6 of 10 images' });
    expect(run?.bar).toEqual({ value: 6, max: 10 });
    expect(run?.transfers.map(({ text }) => text)).toEqual([
      '2.9 MiB of 9.5 MiB · 488 KiB/s · 14 s left',
      'comparing',
    ]);
  });

  it('go on half a second later, and only where something has changed', async () => {
    const service = await filledService();
    service.go(liveRun());
    const reader = await listen(service);
    await readState(reader);

    await pass(service, 500);
    await pass(service, 499);
    service.go(liveRun({ expected: 11 }));
    await pass(service, 1);

    expect((await readState(reader)).texts['run-images']).toBe('6 of 11 images');
  });

  it('count the images again when something has happened', async () => {
    const service = await filledService();
    const reader = await listen(service);
    const first = await readState(reader);
    service.define([]);
    await pass(service, 2000);
    await pass(service, 500);

    service.emit({ type: 'mended', message: 'git failed' });
    await pass(service, 500);
    const second = await readState(reader);

    expect(first.texts['group-in-place']).toBe('2');
    expect(second.texts['group-in-place']).toBe('0');
  });

  it('make pages stale when a run begins, and when it has ended', async () => {
    const service = await filledService();
    const reader = await listen(service);
    const editions = [(await readState(reader)).edition];
    service.go(liveRun());
    await pass(service, 500);
    editions.push((await readState(reader)).edition);
    service.go(liveRun({ uploaded: 5_000_000 }));
    await pass(service, 500);
    editions.push((await readState(reader)).edition);
    service.go(undefined);
    await pass(service, 500);
    editions.push((await readState(reader)).edition);

    const [idle, running, further, ended] = editions;
    expect(running).not.toBe(idle);
    expect(further).toBe(running);
    expect(ended).toBe(idle);
  });

  it('keep a silent connection alive', async () => {
    const service = await filledService();
    const reader = await listen(service);
    await readState(reader);

    for (let waited = 0; waited < 15_000; waited += 500) await pass(service, 500);

    expect(await read(reader)).toBe(': keep-alive\n\n');
  });

  it('tell those who read slowly the newest state, and not what was between', async () => {
    const service = await filledService();
    const reader = await listen(service);
    await readState(reader);
    let looks = 0;
    const live = service.live.bind(service);
    vi.spyOn(service, 'live').mockImplementation(() => {
      looks += 1;
      return live();
    });

    for (let expected = 100; expected < 300; expected += 1) {
      service.go(liveRun({ expected }));
      service.clock.advance(500);
      await new Promise(setImmediate);
    }
    const told: string[] = [];
    do {
      told.push((await readInTime(service, reader)).texts['run-images'] ?? '');
    } while (told.at(-1) !== '6 of 299 images');

    expect(looks).toBeLessThan(40);
    expect(told.length).toBeLessThan(10);
  });

  it('end when the client goes, and nobody listens for it any more', async () => {
    const service = await filledService();
    const reader = await listen(service);
    await readState(reader);
    expect(service.listeners).toBe(1);

    await reader.cancel();

    await vi.waitFor(() => expect(service.listeners).toBe(0));
    expect(service.clock.sleepers).toBe(0);
  });

  it('end when the service stops', async () => {
    const service = await filledService();
    const reader = await listen(service);
    await readState(reader);

    await isAsleep(service);
    service.become({ isStopping: true });
    await pass(service, 500);
    await readState(reader);

    expect(await read(reader)).toBe('the end');
    expect(service.listeners).toBe(0);
  });
});
