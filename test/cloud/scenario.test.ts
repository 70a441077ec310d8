import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { SCENARIO_DEFINITION, SCENARIO_HOSTS, SCENARIO_OUTCOMES } from '../support/scenario.ts';
import { useWorkplace } from '../support/workplace.ts';
import { asScenario, setScenario } from './support/play-scenario.ts';
import { Registries } from './support/registries.ts';

/** The same is a story of the cloud: `stories/scenario.ts`. */
describeWith(['openssl'], 'the shared scenario on one host', () => {
  const workplace = useWorkplace();
  let registries: Registries;

  beforeAll(async () => {
    registries = await Registries.start(Object.values(SCENARIO_HOSTS));
    await setScenario(registries);
  });

  afterAll(() => registries.close());

  it('ends in the outcomes that the cloud ends in', async () => {
    await workplace().write('images.yaml', SCENARIO_DEFINITION);

    const { stdout, stderr } = await workplace().run(
      ['sync', '-i', 'images.yaml', '--output', 'json'],
      registries.variables,
    );

    expect(stderr).not.toContain('rror:');
    const { images } = JSON.parse(stdout);
    expect(asScenario(images)).toEqual(SCENARIO_OUTCOMES);
    expect(registries.hosts.unknown).toEqual([]);
  });
});
