import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';

/** Rows that are drawn beyond those seen, so that the Tab key and a quick hand find something there. */
const beyond = 10;
/** So many rows before the last one more are read. */
const ahead = 25;
/** Rows by which the part that is drawn moves: so many pixels of scrolling draw nothing anew. */
const step = 5;

interface Part {
  /** The first row that is drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly isAtTop: boolean;
  /** The last row is near: more is wanted. */
  readonly isAtEnd: boolean;
}

const rounded = (rows: number, round: (rows: number) => number) => round(rows / step) * step;

function partOf(top: number, height: number, rows: number, rowHeight: number): Part {
  const first = Math.max(0, -top / rowHeight);
  const last = (height - top) / rowHeight;
  const from = Math.min(Math.max(0, rounded(first - beyond, Math.floor)), Math.max(0, rows - 1));
  const to = Math.max(from, Math.min(rows, rounded(last + beyond, Math.ceil)));
  return { from, to, isAtTop: first < 1, isAtEnd: last + ahead >= rows };
}

/**
 * Which rows of a long list are drawn, as the page scrolls. All rows are `rowHeight` pixels high, and `ref` stands
 * where the first one begins.
 */
export function useWindow(
  rows: number,
  rowHeight: number,
): Part & { readonly ref: RefObject<HTMLDivElement | null> } {
  const ref = useRef<HTMLDivElement>(null);
  const [part, setPart] = useState<Part>(() => partOf(0, window.innerHeight, rows, rowHeight));
  useEffect(() => {
    const look = () => {
      // A list that is not there yet is at its top.
      const top = ref.current?.getBoundingClientRect().top ?? 0;
      const next = partOf(top, window.innerHeight, rows, rowHeight);
      // Rows are drawn in between what the hand does.
      startTransition(() =>
        setPart((now) =>
          now.from === next.from &&
          now.to === next.to &&
          now.isAtTop === next.isAtTop &&
          now.isAtEnd === next.isAtEnd
            ? now
            : next,
        ),
      );
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [rows, rowHeight]);
  return { ...part, ref };
}
