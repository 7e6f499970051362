import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  commit,
  delivered,
  eventRow,
  eventRows,
  hashOf,
  START,
  seqsOf,
} from './delivery-rows-for-test.ts';
import type { OpenChange, OpenIncident } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

/** A change to what may be open, at a time of its own for each event. */
function change(what: 'open' | 'maybe_open', seq: number, instead: number | null = null): OpenChange {
  return { change: what, seq, instead, at: START + 100 + seq };
}

/** What is remembered of event `seq` as `eventRow` makes it, when it was delivered. */
function incident(seq: number, given: Partial<OpenIncident> = {}): OpenIncident {
  return {
    seq,
    targetId: 1,
    hash: hashOf(seq),
    connectorId: 'on-call',
    shared: false,
    dedupKey: `key ${seq}`,
    state: 'open',
    lastAction: 'trigger',
    lastAt: START + 100 + seq,
    source: 'enqueue',
    ...given,
  };
}

const stories: { what: string; changes: OpenChange[]; shown: OpenIncident[] }[] = [
  { what: 'a delivered trigger opens its incident', changes: [change('open', 1)], shown: [incident(1)] },
  {
    what: 'a trigger that may have arrived confirms nothing',
    changes: [change('maybe_open', 1)],
    shown: [incident(1, { state: 'maybe_open', lastAction: null })],
  },
  {
    what: 'a trigger that may have arrived and then did is open, in its own place',
    changes: [change('maybe_open', 1), change('open', 1, 1)],
    shown: [incident(1)],
  },
  {
    what: 'the same told twice is told once',
    changes: [change('open', 1), change('open', 1)],
    shown: [incident(1)],
  },
  {
    what: 'a newer trigger takes the place of the older one',
    changes: [change('open', 1), change('open', 2, 1)],
    shown: [incident(2)],
  },
  {
    what: 'a newer trigger that may have arrived keeps what was confirmed, and when',
    changes: [
      change('open', 1),
      { change: 'acknowledged', seq: 1, at: START + 500 },
      { change: 'maybe_open', seq: 2, instead: 1, at: START + 900 },
    ],
    shown: [incident(2, { state: 'maybe_open', lastAction: 'acknowledge', lastAt: START + 500 })],
  },
  {
    what: 'a newer trigger of an incident of which nothing was confirmed tells its own time',
    changes: [change('maybe_open', 1), change('maybe_open', 2, 1)],
    shown: [incident(2, { state: 'maybe_open', lastAction: null })],
  },
  {
    what: 'an incident of two connectors is shared',
    changes: [change('open', 1), change('open', 3, 1)],
    shown: [incident(3, { connectorId: 'other', shared: true })],
  },
  {
    what: 'an incident that was shared stays shared',
    changes: [change('open', 1), change('open', 3, 1), change('open', 4, 3)],
    shown: [incident(4, { connectorId: 'other', shared: true })],
  },
  {
    what: 'a row that is to be replaced and is not there is no error',
    changes: [change('open', 2, 77)],
    shown: [incident(2)],
  },
  {
    what: 'an acknowledge changes the last action and its time',
    changes: [change('open', 1), change('open', 2), { change: 'acknowledged', seq: 1, at: START + 500 }],
    shown: [incident(2), incident(1, { lastAction: 'acknowledge', lastAt: START + 500 })],
  },
  {
    what: 'a resolve closes its incident alone',
    changes: [change('open', 1), change('open', 2), { change: 'closed', seq: 1 }],
    shown: [incident(2)],
  },
  {
    what: 'what is not open can be acknowledged and closed without harm',
    changes: [change('open', 2), { change: 'acknowledged', seq: 1, at: START }, { change: 'closed', seq: 1 }],
    shown: [incident(2)],
  },
];

/** What `DeliveryStore` promises of incidents that may be open, as tests. */
export function deliveryOpenSuite(open: OpenForTest): void {
  const accepted = [...eventRows(1, 2), ...eventRows(3, 4, { connectorId: 'other' })];

  for (const { what, changes, shown } of stories) {
    for (const [how, parts] of [
      ['in one commit', [changes]],
      ['in a commit each', changes.map((each) => [each])],
    ] as const) {
      test(`rule 11: ${what} (${how})`, async (t) => {
        const { store, reopen } = await open(t);
        await commit(store.delivery, { accepted });
        for (const part of parts) await commit(store.delivery, { open: part });
        assert.deepEqual((await store.delivery.incidents({}, null, 10)).rows, shown);
        assert.equal((await store.delivery.counts()).open, shown.length);
        if (parts.length === 1) return;
        const { delivery } = await reopen();
        for (const each of shown) assert.deepEqual(await delivery.incident(each.seq), each);
        assert.equal((await delivery.counts()).open, shown.length);
      });
    }
  }

  test('an event is opened in the batch in which it was accepted and delivered', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)], settled: [delivered(1)], open: [change('open', 1)] });
    assert.deepEqual(await delivery.incident(1), incident(1));
    assert.equal(await delivery.incident(2), undefined);
  });

  test('what may be open is loaded as columns, in rising order, from above a number and no more than asked for', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, {
      accepted: [eventRow(2), eventRow(4, { targetId: 7 }), eventRow(6), eventRow(9)],
    });
    const open_ = [change('open', 9), change('maybe_open', 4), change('open', 6), change('open', 2)];
    await commit(delivery, { open: open_ });
    assert.deepEqual(await delivery.loadOpen(2, 2), {
      seq: Float64Array.of(4, 6),
      targetId: Uint32Array.of(7, 1),
      hash: Uint8Array.of(...hashOf(4), ...hashOf(6)),
      state: Uint8Array.of(2, 1),
    });
    assert.deepEqual([...(await delivery.loadOpen(6, 2)).seq], [9]);
    assert.equal((await delivery.loadOpen(9, 2)).seq.length, 0);
  });

  test('incidents are listed newest first, in parts, by connector, target, dedup key and source', async (t) => {
    const { delivery } = (await open(t)).store;
    const rows = [
      eventRow(1, { connectorId: 'a', source: 'relay' }),
      eventRow(2, { connectorId: 'b', targetId: 2 }),
      eventRow(3, { connectorId: 'a', dedupKey: 'disk' }),
      eventRow(4, { connectorId: 'b', dedupKey: 'Disk' }),
    ];
    await commit(delivery, { accepted: rows, open: rows.map(({ seq }) => change('open', seq)) });
    for (const [filter, seqs] of [
      [{}, [4, 3, 2, 1]],
      [{ connectorId: 'a' }, [3, 1]],
      [{ targetId: 2 }, [2]],
      [{ dedupKey: 'disk' }, [3]],
      [{ source: 'relay' }, [1]],
      [{ connectorId: 'a', source: 'enqueue' }, [3]],
      [{ connectorId: 'nobody' }, []],
    ] as const) {
      for (const limit of [1, 2, 100]) {
        const { rows: found } = await allPages((...page) => delivery.incidents(filter, ...page), limit);
        assert.deepEqual(seqsOf(found), seqs, `${JSON.stringify(filter)}, ${limit} at a time`);
      }
    }
  });
}
