import { TEST_PROGRAMS } from '../test/support/programs.ts';
import { provision } from './provision.ts';

// What is missing all the same, `npm test` tells.
provision(TEST_PROGRAMS);
