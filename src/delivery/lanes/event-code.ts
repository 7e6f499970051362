import { type EventKind, type EventSeverity, kindCodes, severityCodes } from '../../store/delivery-store.ts';

/** A waiting event, as much of it as is held in memory. */
export interface LaneTableEvent {
  /** Its number in the order of acceptance: 1 and up, below 2^40. */
  readonly id: number;
  readonly action: EventKind;
  /** Of triggers; means nothing for the rest. */
  readonly severity: EventSeverity;
  /** An attempt of it was made. */
  readonly tried: boolean;
  /** A person waits for its one attempt. */
  readonly once: boolean;
}

/** The first number that no event may have: numbers are kept in five bytes. */
export const seqLimit = 2 ** 40;
/** Bits beside the number: two for the action, two for the severity, `tried`, `once`. */
export const eventBits = 6;
const step = 2 ** eventBits;

const actions = { trigger: 0, acknowledge: 1, resolve: 2, change: 3 } as const satisfies Record<
  EventKind,
  number
>;
const severities = { critical: 0, error: 4, warning: 8, info: 12 } as const satisfies Record<
  EventSeverity,
  number
>;

/** The event as one whole number: its own times 64, and the bits. */
export function toCode(event: LaneTableEvent): number {
  if (!(event.id > 0 && event.id < seqLimit)) throw new Error(`No event can have the number ${event.id}.`);
  const bits =
    actions[event.action] | severities[event.severity] | (event.tried ? 16 : 0) | (event.once ? 32 : 0);
  return event.id * step + bits;
}

export function fromCode(code: number): LaneTableEvent {
  const bits = code % step;
  return {
    id: seqOf(code),
    action: actionOf(code),
    severity: severityOf(code),
    tried: (bits & 16) !== 0,
    once: (bits & 32) !== 0,
  };
}

export const seqOf = (code: number): number => Math.floor(code / step);
export const actionOf = (code: number): EventKind => kindCodes[code % 4] ?? 'trigger';
export const severityOf = (code: number): EventSeverity => severityCodes[(code % 16) >> 2] ?? 'critical';
