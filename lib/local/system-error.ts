/** What `call` resolves to, or `undefined` where the system refused it with one of `codes`, such as `ENOENT`. */
export async function tolerating<T>(
  codes: string | readonly string[],
  call: Promise<T>,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if ([codes].flat().some((tolerated) => tolerated === code)) return undefined;
    throw error;
  }
}
