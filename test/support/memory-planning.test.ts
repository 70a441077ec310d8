import { definitionsContract } from './definitions-contract.ts';
import {
  MemoryDefinitionRecords,
  MemoryExpansions,
  MemoryPace,
  MemoryServiceRecords,
} from './memory-planning.ts';
import { plannerContract } from './planner-contract.ts';

plannerContract('the memory of planners', (clock) => ({
  services: new MemoryServiceRecords(),
  pace: new MemoryPace(clock),
}));

definitionsContract('the memory of definitions', () => ({
  definitions: new MemoryDefinitionRecords(),
  expansions: new MemoryExpansions(),
}));
