import { setFlagsFromString } from 'node:v8';

// Chunks of 64 KiB lie outside the heap and are freed when the young generation is swept. A young
// generation that stays small is swept often, so that their memory is used again. Not before Node's
// own modules are loaded: what those were compiled to is of no use to V8 once a flag has changed.
setFlagsFromString('--semi-space-growth-factor=1');
