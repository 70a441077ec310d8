import { describe, expect, it } from 'vitest';
import { MemoryService } from '../../support/memory-service.ts';
import { servedApp } from '../../support/served-app.ts';

const BROKEN = { since: '2026-01-01T00:00:00.000Z', version: null, problems: [] };
const PROBLEM = { since: '2026-01-01T00:00:00.000Z', message: 'a secret place', hint: 'x' };

async function ready(view: MemoryService): Promise<[number, string]> {
  const response = await servedApp(view).get('/readyz');
  return [response.status, await response.text()];
}

describe('/healthz', () => {
  it('is ok whatever else is not', async () => {
    const view = new MemoryService();
    view.become({ isStopping: true, definition: { version: null } });
    const response = await servedApp(view).get('/healthz');

    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });
});

describe('/readyz', () => {
  it('is ready with a definition and a ledger', async () => {
    expect(await ready(new MemoryService())).toEqual([200, 'ready\n']);
  });

  it('gives every reason why it is not', async () => {
    const view = new MemoryService();
    view.become({ isStopping: true, definition: { version: null } });
    view.reader.listRuns = () => Promise.reject(new Error('gone'));

    expect(await ready(view)).toEqual([
      503,
      'no definition is in force yet\nthe service is stopping\nthe ledger does not answer\n',
    ]);
  });

  it('is ready with a newer text that is broken, which it says without words of others', async () => {
    const view = new MemoryService();
    view.become({ definition: { broken: BROKEN }, problems: [PROBLEM] });
    const [status, text] = await ready(view);

    expect(status).toBe(200);
    expect(text).toMatch(/^ready\n.*broken.*\nthere are problems.*\n$/);
    expect(text).not.toContain('secret');
  });
});
