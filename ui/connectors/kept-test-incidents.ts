import { useSyncExternalStore } from 'react';
import { z } from 'zod';

const kept = z.array(z.object({ connectorId: z.string(), dedupKey: z.string() }));

/** An incident that a test in this tab of the browser has opened. */
export type TestIncident = z.infer<typeof kept>[number];

const name = 'tocsin-test-incidents';
/** So many are remembered; whoever opens more does not mean to close them here. */
const most = 5;

const listeners = new Set<() => void>();
let incidents: readonly TestIncident[] = read();

/** What an earlier load of the page has left; nothing where storage is closed or holds something else. */
function read(): readonly TestIncident[] {
  try {
    return kept.parse(JSON.parse(sessionStorage.getItem(name) ?? '[]'));
  } catch {
    return [];
  }
}

function keep(next: readonly TestIncident[]): void {
  incidents = next;
  try {
    sessionStorage.setItem(name, JSON.stringify(next));
  } catch {
    // Then they are known until the page is loaded again.
  }
  for (const listener of listeners) listener();
}

const others = ({ connectorId, dedupKey }: TestIncident) =>
  incidents.filter((each) => each.connectorId !== connectorId || each.dedupKey !== dedupKey);

export function rememberTestIncident(incident: TestIncident): void {
  keep([...others(incident), incident].slice(-most));
}

export function forgetTestIncident(incident: TestIncident): void {
  keep(others(incident));
}

/** Those that are remembered, the oldest first. */
export function useTestIncidents(): readonly TestIncident[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => incidents,
  );
}
