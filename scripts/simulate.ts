import { bindingOf } from './simulate/binding.ts';
import { type CommandOptions, parseOptions, USAGE } from './simulate/options.ts';
import { simulationReport } from './simulate/report.ts';
import { simulate } from './simulate/simulate.ts';
import type { Simulation } from './simulate/simulation.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options) await run(options);
  else process.stdout.write(USAGE);
} catch (error) {
  process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run({ simulations, isJson }: CommandOptions): Promise<void> {
  const results: Simulation[] = [];
  for (const options of simulations) {
    process.stderr.write(`simulating ${options.images.toLocaleString('en')} images\n`);
    results.push(await simulate(options));
  }
  process.stdout.write(isJson ? document(results) : simulationReport(results));
}

function document(results: readonly Simulation[]): string {
  const runs = results.map((result) => ({ ...result, binding: bindingOf(result) ?? null }));
  return `${JSON.stringify({ runs }, null, 2)}\n`;
}
