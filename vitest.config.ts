import { defineConfig } from 'vitest/config';

// Vitest loads its configuration from a default export.
// biome-ignore lint/style/noDefaultExport: the tool asks for it
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'floors', include: ['test/floors.test.ts'] } },
      {
        test: {
          name: 'modules',
          include: ['test/**/*.test.ts'],
          exclude: ['test/floors.test.ts', 'test/e2e/**'],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
