import './small-heap.ts';

// Loaded together when one of them is asked for: most of what they need they share, and Node takes
// longer to find a file than to load what stands in it.
export { definitionJsonSchema } from '../definition/json-schema.ts';
export { auditCommand } from './audit-command.ts';
export { convertCommand } from './convert-command.ts';
export { copyCommand } from './copy-command.ts';
export { loginCheckCommand } from './login-check-command.ts';
export { retryCommand } from './retry-command.ts';
export { statusCommand } from './status-command.ts';
export { syncCommand } from './sync-command.ts';
export { validateCommand } from './validate-command.ts';
