import { beforeEach, describe, expect, it } from 'vitest';
import { RecentlyUsed } from '../../lib/mirror/recently-used.ts';

describe('RecentlyUsed', () => {
  let values: RecentlyUsed<string>;

  beforeEach(() => {
    values = new RecentlyUsed({ capacity: 6, weigh: ({ length }) => length });
    values.put('one', '111');
    values.put('two', '222');
  });

  function remembered(): readonly (string | undefined)[] {
    return ['one', 'two', 'three'].map((key) => values.get(key));
  }

  it('remembers what has room', () => {
    expect(remembered()).toEqual(['111', '222', undefined]);
  });

  it('drops what was not asked for longest', () => {
    values.get('one');

    values.put('three', '333');

    expect(remembered()).toEqual(['111', undefined, '333']);
  });

  it('drops as many as it has to', () => {
    values.put('three', '33333');

    expect(remembered()).toEqual([undefined, undefined, '33333']);
  });

  it('does not remember what is too heavy, and keeps the others for it', () => {
    values.put('three', '3333333');

    expect(remembered()).toEqual(['111', '222', undefined]);
  });

  it('weighs a value that is replaced once', () => {
    values.put('two', '2');
    values.put('three', '33');

    expect(remembered()).toEqual(['111', '2', '33']);
  });
});
