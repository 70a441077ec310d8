/** What the queries of the logs would find, by title: a row of names, and rows of what is found. */
export const SAMPLE_TABLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Hosts that throttle': [
    ['images', 'last', 'error.side', 'sourceHost'],
    ['6', '14:02:41', 'source', 'docker.io'],
    ['2', '06:03:13', 'source', 'quay.io'],
  ],
  'Last runs': [
    ['startedAt', 'trigger', 'expected', 'copied', 'unchanged', 'conflict', 'failed'],
    ['18:03:07', 'schedule', '40', '4', '31', '3', '1'],
    ['13:59:52', 'change', '40', '14', '21', '3', '1'],
    ['12:04:31', 'schedule', '40', '2', '36', '0', '1'],
    ['06:02:18', 'schedule', '40', '5', '33', '0', '1'],
    ['00:01:02', 'schedule', '40', '3', '35', '0', '1'],
  ],
  'Last failures': [
    ['@timestamp', 'message', 'source', 'reason or error.message'],
    ['18:04:44', 'image failed', 'quay.io/team/agent:2.1', 'the registry has no such manifest'],
    ['18:03:12', 'image synced', 'docker.io/library/redis:7', 'the tag has other content'],
    ['14:00:20', 'image failed', 'quay.io/team/agent:2.1', 'the registry has no such manifest'],
  ],
};
