/*
 * A bench may be stopped at any moment. What it has started and made is let go of when this process ends, however it
 * ends, short of SIGKILL.
 */
const steps = new Set<() => void>();

process.on('exit', () => {
  for (const step of steps) step();
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(code));
}

/** Does `step` when the process ends. Returns a function that takes it back. */
export function atExit(step: () => void): () => void {
  steps.add(step);
  return () => {
    steps.delete(step);
  };
}
