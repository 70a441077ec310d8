import { type Browser, chromium } from 'playwright-core';

/** Debian's own, as `describeWith(['chromium'], …)` finds it on the path. */
const EXECUTABLE = '/usr/bin/chromium';

/** Starts a Chromium without a window; whoever starts it closes it. */
export async function startChromium(): Promise<Browser> {
  // Its sandbox needs user namespaces, which root in a container has not; it shows nothing but pages of tests.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await chromium.launch({ executablePath: EXECUTABLE, args });
}
