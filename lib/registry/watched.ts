export interface WatchedOptions {
  readonly idleTimeoutMs: number;
  /** Called when whoever takes the content asks for nothing more for `idleTimeoutMs`. Silence of the content itself does not count. */
  readonly onStall: () => void;
  /** Told of each chunk when the next is asked for. */
  readonly onTaken?: (chunk: Uint8Array) => void;
}

/** Passes `content` on and tells how it is taken. */
export function watched(
  content: AsyncIterable<Uint8Array>,
  options: WatchedOptions,
): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => watch(content[Symbol.asyncIterator](), options) };
}

/** No generator, which would put a step of its own between every two chunks. */
function watch(
  chunks: AsyncIterator<Uint8Array>,
  { idleTimeoutMs, onStall, onTaken }: WatchedOptions,
): AsyncIterator<Uint8Array> {
  let isTaking = false;
  let taken: Uint8Array | undefined;
  const timer = setTimeout(() => {
    if (isTaking) onStall();
  }, idleTimeoutMs);
  const arrived = ({ done, value }: IteratorResult<Uint8Array>) => {
    isTaking = true;
    taken = done ? undefined : value;
    if (done) clearTimeout(timer);
    else timer.refresh();
  };
  const failed = () => clearTimeout(timer);

  return {
    next: () => {
      isTaking = false;
      if (taken) onTaken?.(taken);
      taken = undefined;
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
