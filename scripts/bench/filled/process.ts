import { startEmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { type Content, fill } from './content.ts';

// The channel ends with whoever started this, however that ended.
process.on('disconnect', () => process.exit());
process.once('message', async (content: Content) => {
  const registry = await startEmbeddedRegistry({ pageSize: 1000 });
  await fill(registry.storage, content);
  process.send?.(registry.host);
});
