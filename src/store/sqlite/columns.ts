import type { Json } from '../connector-store.ts';
import { StoreError } from '../store-error.ts';
import type { Row } from './statement.ts';

/** Readers of one column each. What the schema rules out is reported as a damaged database. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : unexpected(column, value, 'text');
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function whole(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : unexpected(column, value, 'a whole number');
}

export function wholeOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : whole(row, column);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : unexpected(column, value, 'bytes');
}

export function bytesOrNull(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytes(row, column);
}

export function jsonObject(row: Row, column: string): { [key: string]: Json } {
  const value: Json = JSON.parse(text(row, column));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return unexpected(column, value, 'a JSON object');
  }
  return value;
}

function unexpected(column: string, value: unknown, expected: string): never {
  const found = value === null ? 'NULL' : typeof value;
  throw new StoreError(
    'corrupt',
    `the database is damaged: column ${column} holds ${found}, not ${expected}.`,
  );
}
