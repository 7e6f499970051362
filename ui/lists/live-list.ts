/** A page of a list, the newest first. It may be short, or empty, and still have a next. */
export interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly next_cursor: string | null;
}

/** What is shown of a list: everything from some moment back to `next_cursor`. */
export interface LiveList<Row> extends ListPage<Row> {
  /** How many pages were read behind the first one. */
  readonly older: number;
}

interface Numbered {
  /** A number in the order of acceptance, as text. */
  readonly id: string;
}

export function listOf<Row>({ items, next_cursor }: ListPage<Row>): LiveList<Row> {
  return { items, next_cursor, older: 0 };
}

/** The list with a page behind it; as it was when that page does not follow it. */
export function withOlder<Row>(
  list: LiveList<Row>,
  cursor: string,
  { items, next_cursor }: ListPage<Row>,
): LiveList<Row> {
  if (list.next_cursor !== cursor) return list;
  return { items: [...list.items, ...items], next_cursor, older: list.older + 1 };
}

/** Whether the newest page holds what the list does not. */
export function hasNewer<Row extends Numbered>(list: LiveList<Row>, { items }: ListPage<Row>): boolean {
  const [newest] = items;
  if (newest === undefined) return false;
  const [known] = list.items;
  return known === undefined || Number(newest.id) > Number(known.id);
}

/**
 * The list brought up to date by the newest page, which replaces whatever it covers. Where something may be missing
 * in between, that page alone: what is older is read again when somebody scrolls to it.
 */
export function withNewest<Row extends Numbered>(list: LiveList<Row>, page: ListPage<Row>): LiveList<Row> {
  const oldest = page.items.at(-1);
  if (page.next_cursor === null) return { ...listOf(page), older: list.older };
  if (oldest === undefined) return list.items.length === 0 && list.older > 0 ? list : listOf(page);
  if (list.older === 0) return listOf(page);
  const [known] = list.items;
  const isNext = known === undefined || Number(oldest.id) <= Number(known.id);
  if (!isNext) return listOf(page);
  const rest = list.items.filter(({ id }) => Number(id) < Number(oldest.id));
  return { items: [...page.items, ...rest], next_cursor: list.next_cursor, older: list.older };
}

/** The list with the same rows in the same places, each as the newest page has it. */
export function withNews<Row extends Numbered>(list: LiveList<Row>, page: ListPage<Row>): LiveList<Row> {
  const news = new Map(page.items.map((row) => [row.id, row]));
  return { ...list, items: list.items.map((row) => news.get(row.id) ?? row) };
}
