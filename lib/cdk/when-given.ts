/** What `make` makes of `value`, `undefined` of `undefined`. */
export function whenGiven<Value, Made>(
  value: Value | undefined,
  make: (value: Value) => Made,
): Made | undefined {
  return value === undefined ? undefined : make(value);
}
