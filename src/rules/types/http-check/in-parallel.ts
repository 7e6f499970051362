/**
 * Does something with every item, so many at once, and gives what came of it in their order. After the first rejection
 * nothing new is begun; what is under way is waited for, and then it rejects with that.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length && failure === undefined; index = next++) {
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}
