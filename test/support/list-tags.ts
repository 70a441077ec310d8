/** The tags of `repository`, fetched without a line of the engine; none where there is no such repository. */
export async function listTags(registry: URL, repository: string): Promise<readonly string[]> {
  const url = new URL(`/v2/${repository}/tags/list`, registry);
  const response = await fetch(url);
  const body = await response.text();
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${body}`);
  const { tags }: { tags: readonly string[] | null } = JSON.parse(body);
  return tags ?? [];
}
