import type { DeliveryStore } from '../../delivery-store.ts';
import { TextBlock } from '../../text-block.ts';
import type { SqliteClient } from '../sqlite-client.ts';
import { packBatch } from './batch-columns.ts';

/** Delivery's methods as calls to the thread that owns the database. */
export function sqliteDeliveryStore(client: SqliteClient): DeliveryStore {
  return {
    begin: () => client.call('delivery.begin'),
    end: () => client.call('delivery.end'),
    loadWaiting: (after, limit) => client.call('delivery.loadWaiting', after, limit),
    loadMerged: (after, limit) => client.call('delivery.loadMerged', after, limit),
    loadOpen: (after, limit) => client.call('delivery.loadOpen', after, limit),
    commit: async (batch) => client.call('delivery.commit', packBatch(batch)),
    bodies: async (seqs, maxBytes) => new TextBlock(await client.call('delivery.bodies', seqs, maxBytes)),
    targets: () => client.call('delivery.targets'),
    addTarget: (target) => client.call('delivery.addTarget', target),
    setTarget: (id, change) => client.call('delivery.setTarget', id, change),
    useTarget: (connectorId, targetId) => client.call('delivery.useTarget', connectorId, targetId),
    forgetConnector: (connectorId) => client.call('delivery.forgetConnector', connectorId),
    forgetTargets: (ids) => client.call('delivery.forgetTargets', ids),
    resealTargets: (changes) => client.call('delivery.resealTargets', changes),
    events: (filter, before, limit) => client.call('delivery.events', filter, before, limit),
    event: (seq) => client.call('delivery.event', seq),
    incidents: (filter, before, limit) => client.call('delivery.incidents', filter, before, limit),
    incident: (seq) => client.call('delivery.incident', seq),
    deadLetters: (filter, before, limit) => client.call('delivery.deadLetters', filter, before, limit),
    removeDeadLetters: (seqs) => client.call('delivery.removeDeadLetters', seqs),
    waitingOf: (filter, after, limit) => client.call('delivery.waitingOf', filter, after, limit),
    moveWaiting: (moves) => client.call('delivery.moveWaiting', moves),
    prune: (options) => client.call('delivery.prune', options),
    counts: () => client.call('delivery.counts'),
    freeDisk: () => client.call('delivery.freeDisk'),
    relayKeys: {
      insert: (row) => client.call('relayKeys.insert', row),
      list: () => client.call('relayKeys.list'),
      delete: (id) => client.call('relayKeys.delete', id),
      deleteOfConnector: (connectorId) => client.call('relayKeys.deleteOfConnector', connectorId),
    },
  };
}
