import {
  MemoryDefinitionRecords,
  MemoryExpansions,
  MemoryPace,
  MemoryServiceRecords,
} from './memory-planning.ts';
import { plannerContract } from './planner-contract.ts';

plannerContract('the memory of planners', (clock) => ({
  definitions: new MemoryDefinitionRecords(),
  expansions: new MemoryExpansions(),
  services: new MemoryServiceRecords(),
  pace: new MemoryPace(clock),
}));
