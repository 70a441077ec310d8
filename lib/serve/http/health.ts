import { Hono } from 'hono';
import type { ServiceState, ServiceView } from '../service.ts';

/** What those ask who start, watch and balance services. */
export function createHealth(view: ServiceView): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const state = view.state();
    const reasons = [...reasonsAgainst(state), ...(await reasonOfLedger(view))];
    const lines = [...(reasons.length === 0 ? ['ready'] : reasons), ...remarksOn(state)];
    return context.text(`${lines.join('\n')}\n`, reasons.length === 0 ? 200 : 503);
  });
  return app;
}

function reasonsAgainst({ definition, isStopping }: ServiceState): readonly string[] {
  return [
    ...(definition.version === null ? ['no definition is in force yet'] : []),
    ...(isStopping ? ['the service is stopping'] : []),
  ];
}

async function reasonOfLedger({ reader }: ServiceView): Promise<readonly string[]> {
  return await reader.listRuns({ limit: 1 }).then(
    () => [],
    () => ['the ledger does not answer'],
  );
}

/** What somebody should look at, though the service does what it can. No text of others: anybody may ask. */
function remarksOn({ definition, problems }: ServiceState): readonly string[] {
  const isBroken = definition.broken !== null;
  return [
    ...(isBroken ? ['the newest text of the definition is broken: see the page or the log'] : []),
    ...(problems.length > 0 ? ['there are problems: see the page or the log'] : []),
  ];
}
