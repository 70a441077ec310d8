import { setFlagsFromString } from 'node:v8';

// Not before Node's own modules are loaded: what those were compiled to is of no use to V8 once a flag has
// changed. Chunks lie outside the heap and are freed when the young generation is swept. One that stays small is
// swept often, so that their memory is used again.
setFlagsFromString('--semi-space-growth-factor=1');
// What a run keeps for each image is little, and most of what it made on the way is garbage: a heap that grows
// by less before it is collected costs no time that could be measured.
setFlagsFromString('--heap-growing-percent=30');
