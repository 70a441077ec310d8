/**
 * Passes `content` on and calls `onStall` when whoever takes it asks for nothing
 * more for `idleTimeoutMs`. Silence of the content itself does not count.
 */
export async function* watched(
  content: AsyncIterable<Uint8Array>,
  idleTimeoutMs: number,
  onStall: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting = false;
  const timer = setTimeout(() => {
    if (waiting) onStall();
  }, idleTimeoutMs);

  try {
    for await (const chunk of content) {
      timer.refresh();
      waiting = true;
      yield chunk;
      waiting = false;
    }
  } finally {
    clearTimeout(timer);
  }
}
