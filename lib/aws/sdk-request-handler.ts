import { Agent } from 'node:https';

/** The SDK would wait for ever. */
const LIMITS = {
  connectionTimeout: 10_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
} as const;

/** How clients of the SDK send what they ask: with an end to waiting, and by the proxies of the environment. */
export type SdkRequestHandler = typeof LIMITS & { readonly httpsAgent: Agent };

/** Made for each client, which destroys it. */
export function createSdkRequestHandler(): SdkRequestHandler {
  // The SDK goes by no proxy of the environment unless its agent does.
  return { ...LIMITS, httpsAgent: new Agent({ proxyEnv: process.env, keepAlive: true }) };
}
