import { expect, it } from 'vitest';
import { SCENARIO_DEFINITION, SCENARIO_OUTCOMES } from '../../support/scenario.ts';
import { asScenario, setScenario } from '../support/play-scenario.ts';
import type { Stage } from '../support/stage.ts';

/** The same is played on one host: `scenario.test.ts`. */
export function scenarioStories(stage: () => Stage): void {
  it('ends in the outcomes that one host ends in', async () => {
    const { cloud, ledger } = stage();
    await setScenario(cloud.parts.registries);

    await stage().write(JSON.stringify(SCENARIO_DEFINITION));
    await cloud.settle();

    const outcomes = [];
    for (const { target } of SCENARIO_OUTCOMES) {
      const record = await ledger.reader.readImage(target);
      if (record) outcomes.push(record.outcome);
    }
    expect(asScenario(outcomes)).toEqual(SCENARIO_OUTCOMES);
  });
}
