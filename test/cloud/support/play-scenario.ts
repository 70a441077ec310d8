import { startEmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { push } from '../../support/push.ts';
import {
  SCENARIO_IMAGES,
  type ScenarioImage,
  type ScenarioOutcome,
} from '../../support/scenario.ts';
import type { Registries } from './registries.ts';

/** Puts every image of the scenario where it is in the beginning. */
export async function setScenario(registries: Registries): Promise<void> {
  for (const { host, repository, tag, ...described } of SCENARIO_IMAGES) {
    const { storage } = registries.at(host);
    const backDoor = await startEmbeddedRegistry({ storage });
    await push(build(described), backDoor.url, { repository, tag });
    await backDoor.close();
  }
}

/** Outcomes as the scenario tells them, by target. */
export function asScenario(
  outcomes: readonly Pick<Outcome, 'source' | 'target' | 'status' | 'error'>[],
): readonly ScenarioOutcome[] {
  return outcomes
    .map(({ source, target, status, error }) => ({
      source,
      target: target ?? '',
      status,
      ...(error && { code: error.code }),
    }))
    .toSorted((one, other) => (one.target < other.target ? -1 : 1));
}

function build({ seed, platforms }: Pick<ScenarioImage, 'seed' | 'platforms'>) {
  if (!platforms) return image({ seed });
  return index(platforms.map((platform) => image({ seed, platform })));
}
