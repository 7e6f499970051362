import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate, type GateNews } from './gate.ts';

function call(gate: Gate, at: number, news: GateNews, fresh = false): void {
  assert.ok(gate.mayStart(at, fresh), `a call may start at ${at}`);
  gate.started(at);
  gate.ended(at, news);
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
    gate.started(at);
    assert.equal(gate.mayStart(at, false), false, 'one at a time');
    assert.equal(gate.mayStart(at + 5000, true), false, 'one at a time, whatever comes');
    gate.ended(at, 'failed');
  }
});

test('rule 7: an opening trigger not tried before probes at once, at most one a second', () => {
  const gate = closedHostGate();
  call(gate, 10, 'failed', true);
  assert.equal(gate.mayStart(1009, true), false);
  assert.ok(gate.mayStart(1010, true));
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
    gate.ended(1000, 'alive');
    for (let i = 1; i < allowed; i++) gate.ended(1000, 'neither');
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
