import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../lib/local/embedded-registry/fault.ts';
import { Faults } from '../../../lib/local/embedded-registry/faults.ts';

const EFFECT = { kind: 'reset' } as const;

/** Which of three requests for the same thing are hit. */
function struck(faults: Faults, method = 'GET', target = '/v2/app/tags/list?n=1'): boolean[] {
  return [1, 2, 3].map(() => faults.strike(method, target) !== undefined);
}

describe('Faults', () => {
  it.each<[Omit<Fault, 'do'>, boolean[]]>([
    [{}, [true, true, true]],
    [{ times: 2 }, [true, true, false]],
    [{ after: 1 }, [false, true, true]],
    [{ after: 1, times: 1 }, [false, true, false]],
    [{ method: 'GET' }, [true, true, true]],
    [{ method: 'PUT' }, [false, false, false]],
    [{ path: '/v2/app/tags/list' }, [true, true, true]],
    [{ path: '/v2/app/tags/list?n=1' }, [true, true, true]],
    [{ path: '/v2/app/tags' }, [false, false, false]],
    [{ path: /tags.*n=1$/g }, [true, true, true]],
    [{ path: /manifests/ }, [false, false, false]],
  ])('plays %j on %j', (fault, expected) => {
    const faults = new Faults();

    faults.play({ ...fault, do: EFFECT });

    expect(struck(faults)).toEqual(expected);
  });

  it('counts only what it could hit', () => {
    const faults = new Faults();
    faults.play({ method: 'PUT', times: 1, do: EFFECT });

    struck(faults, 'GET');

    expect(struck(faults, 'PUT')).toEqual([true, false, false]);
  });

  it('plays the next fault when the first is done', () => {
    const faults = new Faults();
    faults.play({ times: 1, do: EFFECT });
    faults.play({ times: 1, do: { kind: 'stall' } });

    const effects = [1, 2, 3].map(() => faults.strike('GET', '/')?.kind);

    expect(effects).toEqual(['reset', 'stall', undefined]);
  });

  it('removes a fault again', () => {
    const faults = new Faults();
    const remove = faults.play({ do: EFFECT });

    remove();

    expect(struck(faults)).toEqual([false, false, false]);
  });
});
