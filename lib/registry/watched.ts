/**
 * Passes `content` on and calls `onStall` when whoever takes it asks for nothing
 * more for `idleTimeoutMs`. Silence of the content itself does not count.
 */
export function watched(
  content: AsyncIterable<Uint8Array>,
  idleTimeoutMs: number,
  onStall: () => void,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => watch(content[Symbol.asyncIterator](), idleTimeoutMs, onStall),
  };
}

/** No generator, which would put a step of its own between every two chunks. */
function watch(
  chunks: AsyncIterator<Uint8Array>,
  idleTimeoutMs: number,
  onStall: () => void,
): AsyncIterator<Uint8Array> {
  let isTaking = false;
  const timer = setTimeout(() => {
    if (isTaking) onStall();
  }, idleTimeoutMs);
  const arrived = ({ done }: IteratorResult<Uint8Array>) => {
    isTaking = true;
    if (done) clearTimeout(timer);
    else timer.refresh();
  };
  const failed = () => clearTimeout(timer);

  return {
    next: () => {
      isTaking = false;
      const next = chunks.next();
      next.then(arrived, failed);
      return next;
    },
    return: async () => {
      clearTimeout(timer);
      await chunks.return?.();
      return { done: true, value: undefined };
    },
  };
}
