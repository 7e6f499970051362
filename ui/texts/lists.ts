/** What all long lists say: their filters, and how one comes to older and newer things. */
export const listTexts = {
  newer: 'Newer ones have come: show them',
  end: 'That is all.',
  searching: 'Looking further back …',
  filters: 'Filters',
  clear: 'Clear filters',
  search: 'Search',
  clearSearch: 'Clear the search',
  connector: 'Connector',
  anyConnector: 'Any',
  dedupKey: 'Dedup key',
  dedupKeyHint: 'The whole key, then Enter',
  clearDedupKey: 'Clear the dedup key',
  source: 'Source',
  anySource: 'Any',
  /** Who brought an event. */
  sources: {
    enqueue: 'API',
    relay: 'Relay',
    execute: 'Test or _execute',
    resend: 'Sent again',
    delete: 'Deleted connector',
    watchdog: 'Watchdog',
    rule: 'Rule',
  },
  action: 'Action',
  anyAction: 'Any',
  time: 'Accepted',
  anyTime: 'At any time',
  times: { hour: 'In the last hour', day: 'In the last 24 hours', week: 'In the last 7 days' },
  customTime: (from: string | undefined, to: string | undefined) =>
    [from && `from ${from}`, to && `until ${to}`].filter(Boolean).join(' '),
  gone: (id: string) => `${id} (deleted)`,
} as const;

/** The words for where an event came from; what this page does not know is shown as it came. */
export function sourceInWords(source: string): string {
  const known: Readonly<Record<string, string>> = listTexts.sources;
  return known[source] ?? source;
}
