import { describe, expect, it } from 'vitest';
import { PortTakenError, withFreePort } from './free-port.ts';

describe('withFreePort', () => {
  it('takes another port when the first was taken meanwhile', async () => {
    const tried: number[] = [];

    const used = await withFreePort(async (port) => {
      tried.push(port);
      if (tried.length < 3) throw new PortTakenError();
      return port;
    });

    expect(tried).toHaveLength(3);
    expect(used).toBe(tried[2]);
  });

  it('gives up after five ports', async () => {
    let tried = 0;

    const attempt = withFreePort(async () => {
      tried++;
      throw new PortTakenError('taken');
    });

    await expect(attempt).rejects.toThrow('taken');
    expect(tried).toBe(5);
  });

  it('does not repeat what failed for another reason', async () => {
    let tried = 0;

    const attempt = withFreePort(async () => {
      tried++;
      throw new Error('broken');
    });

    await expect(attempt).rejects.toThrow('broken');
    expect(tried).toBe(1);
  });
});
