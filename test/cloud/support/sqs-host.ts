import { startFauxqs } from 'fauxqs';

/** A process of its own, so that visibility and delays follow the cloud's clock. */
const [region = ''] = process.argv.slice(2);
const server = await startFauxqs({ port: 0, logger: false, defaultRegion: region });
process.send?.({ kind: 'ready', port: server.port });
