/* What the drawings are put together from. All lengths are those of their 240 × 136 units. */

const line = 'var(--mantine-color-default-border)';
const accent = 'var(--mantine-primary-color-filled)';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A text whose base line begins at the place. */
export function Words({
  x,
  y,
  size = 10,
  isBold = false,
  isDimmed = false,
  isMonospace = false,
  children,
}: Place & {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly isDimmed?: boolean;
  readonly isMonospace?: boolean;
  readonly children: string;
}) {
  return (
    <text
      x={x}
      y={y}
      style={{
        fontSize: size,
        fontWeight: isBold ? 650 : 400,
        fontFamily: isMonospace ? 'var(--mantine-font-family-monospace)' : 'inherit',
        fill: isDimmed ? 'var(--mantine-color-dimmed)' : 'var(--mantine-color-text)',
      }}
    >
      {children}
    </text>
  );
}

/** One of a list, the whole width. */
export function Row({
  y,
  text,
  isStrong = false,
}: {
  readonly y: number;
  readonly text: string;
  readonly isStrong?: boolean;
}) {
  return (
    <>
      <circle cx={22} cy={y + 11} r={4} style={{ fill: 'var(--mantine-color-green-filled)' }} />
      <Words x={34} y={y + 15} isBold={isStrong}>
        {text}
      </Words>
      <path d={`M14 ${y + 27} H226`} style={{ stroke: line }} />
    </>
  );
}

export function Tab({
  x,
  y,
  width,
  text,
  isActive = false,
}: Place & { readonly width: number; readonly text: string; readonly isActive?: boolean }) {
  return (
    <>
      <Words x={x + 4} y={y + 11} isBold={isActive} isDimmed={!isActive}>
        {text}
      </Words>
      <path
        d={`M${x} ${y + 18} H${x + width}`}
        style={{ stroke: isActive ? accent : line, strokeWidth: isActive ? 2 : 1 }}
      />
    </>
  );
}

export function Field({
  y,
  label,
  text,
}: {
  readonly y: number;
  readonly label: string;
  readonly text: string;
}) {
  return (
    <>
      <Words x={14} y={y + 7} size={9} isDimmed>
        {label}
      </Words>
      <rect x={14} y={y + 12} width={212} height={20} rx={4} style={{ fill: 'none', stroke: line }} />
      <Words x={21} y={y + 26}>
        {text}
      </Words>
    </>
  );
}

/** The mark of a field that is chosen from a list; its point is at the place. */
export function Caret({ x, y }: Place) {
  return (
    <path
      d={`M${x - 4} ${y} l4 4 l4 -4`}
      style={{ fill: 'none', stroke: 'var(--mantine-color-dimmed)', strokeWidth: 1.5 }}
    />
  );
}

export function ScreenButton({
  x,
  y,
  width,
  text,
}: Place & { readonly width: number; readonly text: string }) {
  return (
    <>
      <rect x={x} y={y} width={width} height={20} rx={4} style={{ fill: accent }} />
      <text
        x={x + width / 2}
        y={y + 13.5}
        textAnchor="middle"
        style={{ fontSize: 9.5, fontWeight: 650, fill: 'var(--mantine-primary-color-contrast)' }}
      >
        {text}
      </text>
    </>
  );
}

/** A frame around what the step is about. */
export function Marked({ x, y, width, height }: Place & { readonly width: number; readonly height: number }) {
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={6}
      style={{ fill: 'var(--mantine-primary-color-light)', stroke: accent, strokeDasharray: '4 3' }}
    />
  );
}

/** A pointer whose tip is at the place. */
export function PressHere({ x, y }: Place) {
  return (
    <path
      d={`M${x} ${y} l0 12.5 l3 -2.6 l2.2 5 l2.6 -1.1 l-2.2 -5 l4 -0.4 Z`}
      style={{ fill: 'var(--mantine-color-text)', stroke: 'var(--mantine-color-body)', strokeWidth: 1 }}
    />
  );
}
