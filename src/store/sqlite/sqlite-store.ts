import type { Store } from '../store.ts';
import { sqliteDeliveryStore } from './events/sqlite-delivery-store.ts';
import type { SqliteClient } from './sqlite-client.ts';

/** The store's methods as calls to the thread that owns the database. */
export function sqliteStore(client: SqliteClient, close: () => Promise<void>): Store {
  return {
    connectors: {
      insert: (row) => client.call('connectors.insert', row),
      find: (id) => client.call('connectors.find', id),
      list: () => client.call('connectors.list'),
      update: (id, change) => client.call('connectors.update', id, change),
      updateOptions: (id, options, updatedAt) =>
        client.call('connectors.updateOptions', id, options, updatedAt),
      delete: (id) => client.call('connectors.delete', id),
      resealSecrets: (changes) => client.call('connectors.resealSecrets', changes),
    },
    users: {
      insert: (row) => client.call('users.insert', row),
      insertFirst: (row) => client.call('users.insertFirst', row),
      find: (name) => client.call('users.find', name),
      list: () => client.call('users.list'),
      setPassword: (name, passwordHash, updatedAt, keptSession) =>
        client.call('users.setPassword', name, passwordHash, updatedAt, keptSession),
      deleteUnlessLast: (name) => client.call('users.deleteUnlessLast', name),
    },
    apiKeys: {
      insert: (row) => client.call('apiKeys.insert', row),
      find: (id) => client.call('apiKeys.find', id),
      list: () => client.call('apiKeys.list'),
      touch: (id, lastUsedAt) => client.call('apiKeys.touch', id, lastUsedAt),
      delete: (id) => client.call('apiKeys.delete', id),
    },
    sessions: {
      insert: (row, most) => client.call('sessions.insert', row, most),
      find: (id) => client.call('sessions.find', id),
      list: () => client.call('sessions.list'),
      touch: (id, lastUsedAt) => client.call('sessions.touch', id, lastUsedAt),
      delete: (id) => client.call('sessions.delete', id),
      insertLink: (row) => client.call('sessions.insertLink', row),
      takeLink: (hash) => client.call('sessions.takeLink', hash),
      prune: (limits) => client.call('sessions.prune', limits),
    },
    meta: {
      get: (name) => client.call('meta.get', name),
      set: (name, value) => client.call('meta.set', name, value),
      setIfAbsent: (name, value) => client.call('meta.setIfAbsent', name, value),
    },
    delivery: sqliteDeliveryStore(client),
    rules: {
      list: () => client.call('rules.list'),
      find: (id) => client.call('rules.find', id),
      loadState: (ruleId) => client.call('rules.loadState', ruleId),
      findAlert: (ruleId, alertId) => client.call('rules.findAlert', ruleId, alertId),
      keepQuiet: (runs) => client.call('rules.keepQuiet', runs),
      runs: (ruleId, filter, before, limit) => client.call('rules.runs', ruleId, filter, before, limit),
      runEntries: (ruleId, run, after, limit) => client.call('rules.runEntries', ruleId, run, after, limit),
      alertEntries: (ruleId, alertId, before, limit) =>
        client.call('rules.alertEntries', ruleId, alertId, before, limit),
      eventSeqs: (ruleId, limit) => client.call('rules.eventSeqs', ruleId, limit),
      quietHours: (ruleId, limit) => client.call('rules.quietHours', ruleId, limit),
      prune: (before, limit) => client.call('rules.prune', before, limit),
    },
    heartbeatTokens: {
      put: (row) => client.call('heartbeatTokens.put', row),
      find: (ruleId) => client.call('heartbeatTokens.find', ruleId),
      list: () => client.call('heartbeatTokens.list'),
      reseal: (changes) => client.call('heartbeatTokens.reseal', changes),
    },
    secrets: {
      put: (row) => client.call('secrets.put', row),
      find: (name) => client.call('secrets.find', name),
      list: () => client.call('secrets.list'),
      delete: (name) => client.call('secrets.delete', name),
      reseal: (changes) => client.call('secrets.reseal', changes),
    },
    checkWritable: () => client.call('checkWritable'),
    backup: (file) => client.call('backup', file),
    close,
  };
}
