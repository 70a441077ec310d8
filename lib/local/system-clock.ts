// Both homes go by it.
export { systemClock } from '../mirror/system-clock.ts';
