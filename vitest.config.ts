import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than all others; begun last, they would leave a core without work. */
const LONGEST =
  /\/(?:cloud\/stories|cloud\/many-images|e2e\/kill|faults\/\w+|local\/mirror-locally-throttled|dynamodb\/\w+)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const COMMAND = 'test/support/build-command.ts';

/** For machines that are busy with other things: hardly a test takes longer than seconds. */
const PATIENT = { testTimeout: 120_000, hookTimeout: 120_000 };

// Vitest loads its configuration from a default export.
// biome-ignore lint/style/noDefaultExport: the tool asks for it
export default defineConfig({
  test: {
    // Vitest would leave one of two cores to itself, which does little while tests run.
    maxWorkers: '100%',
    // Node strips types itself. To have Vite do it for each project costs a fifth more, and nothing here is mocked by module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'floors', include: ['test/floors.test.ts'] } },
      {
        test: {
          name: 'modules',
          include: ['test/**/*.test.ts'],
          exclude: ['test/floors.test.ts', 'test/e2e/**', 'test/cloud/**'],
          globalSetup: COMMAND,
          ...PATIENT,
          // No test changes what modules keep; loading them anew for each file would take longer than the tests.
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: COMMAND,
          isolate: false,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'cloud',
          include: ['test/cloud/**/*.test.ts'],
          globalSetup: COMMAND,
          isolate: false,
          ...PATIENT,
          // Many processes on few cores: what takes 12 s there took 130 s beside eight other suites.
          testTimeout: 300_000,
        },
      },
    ],
  },
});
