import { describe, expect, it } from 'vitest';
import { redact } from '../../lib/registry/redact.ts';

describe('redact', () => {
  it.each([
    ['https://a.example/v2/app/manifests/1', 'https://a.example/v2/app/manifests/1'],
    ['https://a.example:5000/v2/', 'https://a.example:5000/v2/'],
    ['https://user:hunter2@a.example/v2/', 'https://a.example/v2/'],
    ['https://cdn.example/blob?X-Amz-Signature=hunter2#hunter2', 'https://cdn.example/blob'],
    ['https://a.example/v2/app/blobs/uploads/hunter2', 'https://a.example/v2/app/blobs/uploads/…'],
    [
      'https://a.example/v2/app/blobs/uploads/hunter2/part?_state=hunter2',
      'https://a.example/v2/app/blobs/uploads/…',
    ],
    ['https://a.example/v2/app/blobs/uploads/', 'https://a.example/v2/app/blobs/uploads/'],
  ])('shows %s as %s', (url, shown) => {
    expect(redact(new URL(url))).toBe(shown);
  });
});
