import { describe, expect, it } from 'vitest';
import { Progress } from '../../../lib/mirror/progress/progress.ts';
import {
  copied,
  failed,
  finished,
  outcome,
  planned,
  request,
  settled,
} from '../../cli/terminal/builders.ts';

describe('Progress', () => {
  it('knows the bytes of an image once its manifests are read', () => {
    const progress = new Progress(0);
    const image = request('busybox');

    progress.apply({ type: 'started', request: image }, 0);
    const before = progress.inFlight.map(({ expected }) => expected);
    progress.apply({ type: 'expected', request: image, bytes: 100 }, 0);
    progress.apply({ type: 'expected', request: image, bytes: 50 }, 0);

    expect(before).toEqual([undefined]);
    expect(progress.inFlight.map(({ expected }) => expected)).toEqual([150]);
  });

  it('takes the rate and the total from uploads alone', () => {
    const progress = new Progress(0);
    const image = request('busybox');
    progress.apply({ type: 'started', request: image }, 0);
    progress.apply({ type: 'expected', request: image, bytes: 10_000 }, 0);

    progress.apply({ type: 'arrived', request: image, bytes: 6000, how: 'mounted' }, 0);
    progress.apply({ type: 'arrived', request: image, bytes: 1000, how: 'present' }, 0);
    progress.apply({ type: 'arrived', request: image, bytes: 1000, how: 'uploaded' }, 1000);
    progress.observe(1000);

    const [transfer] = progress.inFlight;
    expect(transfer?.arrived).toBe(8000);
    expect(transfer?.rate).toBeCloseTo(1000);
    expect(transfer?.secondsLeft).toBeCloseTo(2);
    expect(progress.uploaded).toBe(1000);
    expect(progress.rate).toBeCloseTo(1000);
  });

  it('takes bytes back when an upload starts over', () => {
    const progress = new Progress(0);
    const image = request('busybox');
    progress.apply({ type: 'started', request: image }, 0);

    progress.apply({ type: 'arrived', request: image, bytes: 500, how: 'uploaded' }, 0);
    progress.apply({ type: 'arrived', request: image, bytes: -500, how: 'uploaded' }, 0);

    expect(progress.uploaded).toBe(0);
    expect(progress.inFlight.map(({ arrived }) => arrived)).toEqual([0]);
  });

  it('counts outcomes by status and lets go of their images', () => {
    const progress = new Progress(0);
    progress.apply({ type: 'started', request: request('busybox') }, 0);

    progress.apply(finished(copied('busybox')), 0);
    progress.apply(finished(outcome('alpine')), 0);

    expect(progress.inFlight).toEqual([]);
    expect(progress.done).toBe(2);
    expect(progress.counts).toEqual({ copied: 1, unchanged: 1 });
  });

  it('learns from the plan how many images there are', () => {
    const progress = new Progress(0);

    progress.apply({ type: 'listing', source: 'quay.io/coreos/etcd' }, 0);
    const before = [progress.images, progress.listed];
    progress.apply(planned(40), 0);

    expect(before).toEqual([undefined, ['quay.io/coreos/etcd']]);
    expect(progress.images).toBe(40);
  });

  it('counts what was settled by the plan', () => {
    const progress = new Progress(0);

    progress.apply(settled(failed('a')), 0);

    expect(progress.done).toBe(1);
    expect(progress.counts).toEqual({ failed: 1 });
  });
});
