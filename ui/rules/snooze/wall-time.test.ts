import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf, wallTime } from './wall-time.ts';

const rows: [wall: string, timezone: string, utc: string][] = [
  ['2026-12-24T18:00', 'UTC', '2026-12-24T18:00:00.000Z'],
  ['2026-12-24T18:00', 'Europe/Berlin', '2026-12-24T17:00:00.000Z'],
  ['2026-07-24T18:00', 'Europe/Berlin', '2026-07-24T16:00:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-01-01T00:15', 'Asia/Kathmandu', '2025-12-31T18:30:00.000Z'],
  ['2026-07-04T09:00', 'America/New_York', '2026-07-04T13:00:00.000Z'],
];
for (const [wall, timezone, utc] of rows) {
  test(`${wall} in ${timezone} is ${utc}`, () => {
    const at = momentOf(wall, timezone);
    assert.equal(at === undefined ? undefined : new Date(at).toISOString(), utc);
    assert.equal(wallTime(Date.parse(utc), timezone), wall);
  });
}

for (const wall of ['', 'tomorrow', '2026-13-40T10:00']) {
  test(`"${wall}" is no time`, () => assert.equal(momentOf(wall, 'UTC'), undefined));
}
