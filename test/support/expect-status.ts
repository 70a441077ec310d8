/** Sends a request and throws, with what the registry says, unless the answer has `status`. */
export async function expectStatus(
  status: number,
  url: string | URL,
  request: RequestInit,
): Promise<Response> {
  const response = await fetch(url, request);
  const body = await response.text();
  if (response.status === status) return response;
  throw new Error(`${request.method} ${url} answered ${response.status}: ${body}`);
}
