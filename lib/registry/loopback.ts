const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether a host, IPv6 in brackets, is this machine: what goes there never leaves it. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
