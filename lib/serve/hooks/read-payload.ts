/** A JSON object that somebody else wrote: each member may be anything. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * What a body holds: JSON, or the form with JSON in its field `payload` that GitHub also sends. `undefined` where it is
 * neither, or not an object.
 */
export function readPayload(
  body: Uint8Array,
  contentType: string | undefined,
): Payload | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const isForm = contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded');
    const json = isForm ? new URLSearchParams(text).get('payload') : text;
    const payload: unknown = JSON.parse(json ?? '');
    return isPayload(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with members by name. */
export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none where `value` is no list. */
export function payloadsOf(value: unknown): readonly Payload[] {
  return Array.isArray(value) ? value.filter(isPayload) : [];
}
