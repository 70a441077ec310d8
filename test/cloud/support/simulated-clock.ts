import { createRequire, syncBuiltinESMExports } from 'node:module';
import { CLOCK_VARIABLE, type ClockState, isClockMessage, simulatedTime } from './clock-message.ts';

/**
 * Loaded by `--import` before anything else of a child process: from then on its dates and timers follow the
 * cloud's clock. It ends the process when whoever started it is gone.
 */
const realNow = Date.now;
let clock: ClockState = JSON.parse(process.env[CLOCK_VARIABLE] ?? '');

process.on('message', (message: unknown) => {
  if (!isClockMessage(message)) return;
  ({ clock } = message);
  process.send?.(message);
});
process.once('disconnect', () => process.exit());

setDates();
setTimers();

function now(): number {
  return simulatedTime(clock, realNow());
}

function setDates(): void {
  globalThis.Date = new Proxy(Date, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}

/** Timers wait a part of what they are asked to, as much as the clock is faster. */
function setTimers(): void {
  const timers = createRequire(import.meta.url)('node:timers');
  for (const holder of [globalThis, timers]) {
    for (const name of ['setTimeout', 'setInterval']) holder[name] = faster(holder[name], 1);
  }
  timers.promises.setTimeout = faster(timers.promises.setTimeout, 0);
  syncBuiltinESMExports();
}

type AnyFunction = (...parameters: unknown[]) => unknown;

/** `timer`, whose parameter at `position` is milliseconds. */
function faster(timer: AnyFunction, position: number): AnyFunction {
  const replace = (parameters: unknown[]) =>
    parameters.map((parameter, index) =>
      index === position && typeof parameter === 'number' ? parameter / clock.rate : parameter,
    );
  return new Proxy(timer, {
    apply: (target, self, parameters) => Reflect.apply(target, self, replace(parameters)),
  });
}
