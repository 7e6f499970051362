/**
 * Takes steps to their end, and lets others have their turn between any two of them.
 *
 * @param nextTurn As `setImmediate`.
 */
export async function inTurns<Result>(
  steps: Generator<void, Result>,
  nextTurn: (what: () => void) => void,
): Promise<Result> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await new Promise<void>(nextTurn);
  }
}
