import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState } from '../alerts/alert-state.ts';
import type { DeliveryConnector } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import { connectorIdsOf, lookUpConnectors } from './action-connectors.ts';

const opened = (connectorId: string) => [{ connectorId, dedupKey: 'k', actionUuid: 'gone' }];

test('a rule needs the connectors of its actions, and those through which something is open still', () => {
  const action = {
    uuid: 'act',
    group: 'default',
    connectorId: 'of action',
    params: {},
    frequency: { summary: false, notifyWhen: 'onActiveAlert', throttle: null },
  } as const;
  const alert: AlertState = {
    id: 'a',
    uuid: 'u',
    status: 'active',
    group: 'default',
    start: 1,
    firstRun: 1,
    changes: [],
    opened: opened('of alert'),
  };
  const lifecycle = {
    run: 1,
    opened: opened('of summary'),
    failing: { runs: 3, since: 1, opened: opened('of failure') },
  };
  const ids = connectorIdsOf([action, action], lifecycle, [alert]);
  assert.deepEqual([...ids].toSorted(), ['of action', 'of alert', 'of failure', 'of summary']);
});

const connector: DeliveryConnector = {
  id: 'there',
  name: 'There',
  options: { rateLimit: 'auto', superseding: 'on' },
  defaultSource: 'Tocsin',
  changeEventFault: undefined,
  targetId: 1,
};

test('a connector that is gone, one that can not be used and one that can are told apart', async () => {
  const found = await lookUpConnectors(
    {
      connector: async (id) => {
        if (id === 'there') return connector;
        if (id === 'gone') throw new Refusal('not_found', 'Saved object [action/gone] not found');
        throw new Refusal('forbidden', 'not enabled');
      },
    },
    ['there', 'gone', 'disabled'],
  );
  assert.deepEqual(Object.fromEntries(found), {
    there: { kind: 'usable', connector },
    gone: { kind: 'gone', why: 'Saved object [action/gone] not found' },
    disabled: { kind: 'unusable', why: 'not enabled' },
  });
});

test('a store that fails says nothing about a connector', async () => {
  const failing = { connector: () => Promise.reject(new Error('disk')) };
  await assert.rejects(lookUpConnectors(failing, ['a']), /disk/);
});
