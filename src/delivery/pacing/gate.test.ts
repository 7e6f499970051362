import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate, type GateNews } from './gate.ts';

function call(gate: Gate, at: number, news: GateNews, fresh = false): void {
  assert.ok(gate.mayStart(at, fresh), `a call may start at ${at}`);
  gate.ended(at, news, gate.started(at));
}

function closedHostGate(): Gate {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 5; i++) call(gate, 0, 'failed');
  return gate;
}

test('rule 7: five failures in a row close the gate of a host', () => {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 4; i++) call(gate, 0, 'failed');
  assert.equal(gate.isClosed, false);
  call(gate, 0, 'failed');
  assert.equal(gate.isClosed, true);
});

test('rule 7: a success between failures begins the count anew', () => {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 4; i++) call(gate, 0, 'failed');
  call(gate, 0, 'alive');
  for (let i = 0; i < 4; i++) call(gate, 0, 'failed');
  assert.equal(gate.isClosed, false);
});

test('rule 7: a refusal for the rate limit says nothing of the host', () => {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 20; i++) call(gate, 0, 'neither');
  assert.equal(gate.isClosed, false);
});

test('rule 7: one held closes the gate of a target', () => {
  const gate = new Gate(1, 64);
  call(gate, 0, 'failed');
  assert.equal(gate.isClosed, true);
});

test('rule 7: probes go after 1 s, doubling to 30 s, one at a time', () => {
  const gate = closedHostGate();
  let at = 0;
  for (const wait of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    assert.equal(gate.mayStart(at + wait - 1, false), false, `not before ${wait}`);
    at += wait;
    assert.ok(gate.mayStart(at, false));
    const passage = gate.started(at);
    assert.equal(gate.mayStart(at, false), false, 'one at a time');
    assert.equal(gate.mayStart(at + 5000, false), false, 'one at a time, however long it takes');
    gate.ended(at, 'failed', passage);
  }
});

test('rule 7: calls that were in flight when the gate closed count for no probe', () => {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 8; i++) call(gate, 0, 'alive');
  const passages = Array.from({ length: 60 }, () => gate.started(0));
  for (const passage of passages.slice(0, 59)) gate.ended(0, 'failed', passage);
  assert.equal(
    gate.freeAt(0, false),
    1000,
    'the first probe goes after 1 s, though one of them is still on its way',
  );
});

test('rule 7: a probe that says nothing of the host is followed by another after the same wait', () => {
  const gate = closedHostGate();
  call(gate, 1000, 'neither');
  assert.equal(gate.freeAt(1000, false), 2000);
});

test('rule 7: an opening trigger not tried before probes at once, at most one a second', () => {
  const gate = closedHostGate();
  call(gate, 10, 'failed', true);
  assert.equal(gate.mayStart(1009, true), false);
  assert.ok(gate.mayStart(1010, true));
});

test('rule 7: a new page does not wait for a probe that hangs', () => {
  const gate = closedHostGate();
  gate.started(1000);
  assert.equal(gate.mayStart(1999, true), false);
  assert.ok(gate.mayStart(2000, true));
});

test('rule 7: a gate tells when it lets a call through', () => {
  const gate = closedHostGate();
  assert.equal(gate.freeAt(0, false), 1000);
  assert.equal(gate.freeAt(0, true), 0);
  gate.started(1000);
  assert.equal(
    gate.freeAt(1000, false),
    Number.POSITIVE_INFINITY,
    'only the end of the probe lets another go',
  );
  assert.equal(gate.freeAt(1000, true), 2000);
});

test('rule 7: the first success opens the gate, and the calls in flight are 1, then double', () => {
  const gate = closedHostGate();
  call(gate, 1000, 'alive');
  assert.equal(gate.isClosed, false);
  for (const allowed of [1, 2, 4, 8]) {
    for (let i = 0; i < allowed; i++) {
      assert.ok(gate.mayStart(1000, false), `${i + 1} of ${allowed}`);
      gate.started(1000);
    }
    assert.equal(gate.mayStart(1000, false), false, `no more than ${allowed}`);
    gate.ended(1000, 'alive', undefined);
    for (let i = 1; i < allowed; i++) gate.ended(1000, 'neither', undefined);
  }
});

test('rule 7: however many were in flight before it closed, a gate opens with one', () => {
  const gate = new Gate(5, 512);
  for (let i = 0; i < 8; i++) call(gate, 0, 'alive');
  for (let i = 0; i < 5; i++) call(gate, 0, 'failed');
  call(gate, 1000, 'alive');
  gate.started(1000);
  assert.equal(gate.mayStart(1000, true), false);
});

test('rule 7: a start of the process begins with one call in flight', () => {
  const gate = new Gate(5, 512);
  gate.started(0);
  assert.equal(gate.mayStart(0, true), false);
});

test('never more are in flight than the gate was made for', () => {
  const gate = new Gate(5, 4);
  for (let i = 0; i < 10; i++) call(gate, 0, 'alive');
  for (let i = 0; i < 4; i++) gate.started(0);
  assert.equal(gate.mayStart(0, false), false);
});

test('rule 7: editing the connector probes at once', () => {
  const gate = closedHostGate();
  for (let at = 1000, wait = 2000; wait < 30_000; at += wait, wait *= 2) call(gate, at, 'failed');
  gate.probeNow(40_000);
  assert.ok(gate.mayStart(40_000, false));
  assert.equal(new Gate(5, 1).mayStart(0, false), true, 'an open gate needs no probe');
});
