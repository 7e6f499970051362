import { describe, type TestContext } from 'node:test';
import { apiKeyStoreSuite } from './api-key-store-suite.ts';
import { connectorStoreSuite } from './connector-store-suite.ts';
import { deliveryStoreSuite } from './delivery-store-suite.ts';
import { heartbeatTokenSuite } from './heartbeat-token-suite.ts';
import { metaStoreSuite } from './meta-store-suite.ts';
import { ruleHistorySuite } from './rule-history-suite.ts';
import { ruleStoreSuite } from './rule-store-suite.ts';
import { secretStoreSuite } from './secret-store-suite.ts';
import { sessionStoreSuite } from './session-store-suite.ts';
import type { Store } from './store.ts';
import { userStoreSuite } from './user-store-suite.ts';
import { wholeStoreSuite } from './whole-store-suite.ts';

/** An empty store of the engine under test. */
export interface SuiteStore {
  readonly store: Store;
  /** Closes the store, and opens it again on the same data. */
  reopen(): Promise<Store>;
  /** Opens what `store.backup(file)` wrote, as a store of its own; `cleanup` closes it. */
  openBackup(file: string): Promise<Store>;
  /** Closes what is open, and removes everything. */
  cleanup(): Promise<void>;
}

/** Opens an empty store for one test, and cleans up after it. */
export type OpenForTest = (test: TestContext) => Promise<SuiteStore>;

/** What every engine must do, as tests. `open` gives an empty store, apart from every other, each time. */
export function storeSuite(engine: string, open: () => Promise<SuiteStore>): void {
  const openForTest: OpenForTest = async (test) => {
    const opened = await open();
    test.after(() => opened.cleanup());
    return opened;
  };
  describe(`the store on ${engine}`, () => {
    connectorStoreSuite(openForTest);
    userStoreSuite(openForTest);
    apiKeyStoreSuite(openForTest);
    sessionStoreSuite(openForTest);
    secretStoreSuite(openForTest);
    metaStoreSuite(openForTest);
    deliveryStoreSuite(openForTest);
    ruleStoreSuite(openForTest);
    ruleHistorySuite(openForTest);
    heartbeatTokenSuite(openForTest);
    wholeStoreSuite(openForTest);
  });
}
