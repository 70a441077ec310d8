import { type RelayOptions, serveRelay } from './serve.ts';

/** What a relay is told on its command line. */
export interface RelayArguments extends Omit<RelayOptions, 'target'> {
  readonly target: string;
}

const { target, ...options }: RelayArguments = JSON.parse(process.argv[2] ?? '');
const counts = { connections: 0, requests: 0, sentBytes: 0, receivedBytes: 0 };

// The channel ends with whoever started this, however that ended.
process.on('disconnect', () => process.exit());
process.on('message', () => process.send?.(counts));

const server = await serveRelay({ ...options, target: new URL(target) }, counts);
process.send?.(server.address());
