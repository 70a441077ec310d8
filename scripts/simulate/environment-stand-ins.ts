import type { StandIns } from '../../lib/aws/stand-ins.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import { Registries, type RegistriesOptions } from '../../lib/registry/registries.ts';
import { answeringEventBridge, answeringSqs } from '../../test/support/aws/answering-clients.ts';
import type { MemoryTable } from '../../test/support/aws/memory-table/memory-table.ts';
import { createTableClient } from '../../test/support/aws/memory-table/table-client.ts';
import { ASSUMPTIONS, scaled } from './assumptions.ts';
import { TARGET_HOST } from './catalogue.ts';
import type { Machine } from './machine.ts';
import type { QueueCommands } from './queue-commands.ts';
import { SimulatedTransport } from './registries/simulated-transport.ts';
import type { Internet } from './registries/site.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What all execution environments have in common. */
export interface Services {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly table: MemoryTable;
  readonly queues: QueueCommands;
  readonly internet: Internet;
  /** Told of each event that is put, by its kind. */
  readonly onEvent: (detailType: string) => void;
}

/** Services as they are seen from one execution environment, through its processor and its network. */
export function standInsOf(machine: Machine, services: Services): Required<StandIns> {
  const { clock, random, table, queues, onEvent } = services;
  const { tableMs, transactionMs, queueMs, apiMs } = ASSUMPTIONS;
  const ask = () => machine.request('api', apiMs);
  return {
    clock,
    random,
    table: {
      client: createTableClient(table, {
        arrive: () => machine.request('table', tableMs),
        betweenPhases: () => clock.sleep(transactionMs - tableMs),
      }),
    },
    queues: {
      client: answeringSqs(async (command, input) => {
        await machine.request('queue', queueMs);
        return queues.answer(command, input);
      }),
    },
    events: {
      client: answeringEventBridge(async (_, input) => {
        await ask();
        for (const { DetailType } of Object(input).Entries) onEvent(DetailType);
        return { FailedEntryCount: 0, Entries: [{}] };
      }),
    },
    registries: registriesOf(machine, services, ask),
  };
}

const TOKEN_LIFE_MS = 12 * 60 * 60 * 1000;

function registriesOf(
  machine: Machine,
  { clock, internet }: Services,
  ask: () => Promise<void>,
): Required<StandIns>['registries'] {
  return {
    createRegistries: (options) =>
      new Registries({
        ...options,
        settingsOf: scaledSettings(options.settingsOf),
        createTransport: ({ trace }) => new SimulatedTransport({ internet, machine, clock, trace }),
      }),
    issueEcrToken: async () => {
      await ask();
      return { username: 'AWS', password: 'token', expiresAt: clock.now() + TOKEN_LIFE_MS };
    },
    readSecret: async () => {
      await ask();
      return JSON.stringify({ username: 'mirror', password: 'token' });
    },
    createEcrApi: async () => ({ hasRepository: has(ask), createRepository: ask, close: () => {} }),
  };
}

/** Most repositories are there; that others are made costs a call or two. */
function has(ask: () => Promise<void>): () => Promise<boolean> {
  return async () => {
    await ask();
    return true;
  };
}

/** The shortest chunk of ECR's shrinks with everything else. */
function scaledSettings(
  settingsOf: RegistriesOptions['settingsOf'],
): RegistriesOptions['settingsOf'] {
  const profile = { minChunkBytes: scaled(ECR_PROFILE.minChunkBytes) };
  return (name) =>
    name.registry === TARGET_HOST ? { ...settingsOf(name), profile } : settingsOf(name);
}
