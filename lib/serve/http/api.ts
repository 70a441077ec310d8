import { Hono } from 'hono';
import type { ServiceView } from '../service.ts';
import { answerDocument } from './answers.ts';
import { imagesAnswer } from './image-answers.ts';
import { runAnswer, runsAnswer } from './run-answers.ts';

/** What the ledger says, in the documents that `status --output json` prints. */
export function createApi(view: ServiceView): Hono {
  const app = new Hono();
  app.get('/runs', async (context) =>
    answerDocument(context, await runsAnswer(view, context.req.queries())),
  );
  app.get('/runs/:id', async (context) =>
    answerDocument(context, await runAnswer(view, context.req.param('id'), context.req.queries())),
  );
  app.get('/images', async (context) =>
    answerDocument(context, await imagesAnswer(view, context.req.queries())),
  );
  return app;
}
