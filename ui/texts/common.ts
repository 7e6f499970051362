/** Texts that more than one page has. Each page's own stand in a file of its name beside this one. */
export const texts = {
  product: 'Tocsin',
  skip: 'Skip to the page',
  loading: 'Loading …',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  copy: 'Copy',
  copied: 'Copied',
  more: 'Show older',
  back: 'Back',
  optional: 'Optional',
  never: 'never',
  none: 'none',
  signedOut: 'You have signed out.',
  nav: {
    label: 'Pages',
    open: 'Open the list of pages',
    close: 'Close the list of pages',
    overview: 'Overview',
    alerts: 'Alerts',
    rules: 'Rules',
    connectors: 'Connectors',
    deliveries: 'Deliveries',
    incidents: 'Incidents',
    deadLetters: 'Dead letters',
    sandbox: 'Sandbox',
    settings: 'Settings',
    api: 'API',
  },
  scheme: { toDark: 'Switch to dark', toLight: 'Switch to light' },
  live: {
    open: 'Live',
    connecting: 'Connecting …',
    broken: 'Not live',
    openHint: 'What you see changes by itself.',
    brokenHint: 'The connection to the server is lost. What you see may be old; it comes back by itself.',
  },
  user: { menu: (name: string) => `Signed in as ${name}`, signOut: 'Sign out', program: 'a program' },
  errors: {
    title: 'This could not be loaded',
    crashed: 'This page has failed',
    crashedHint:
      'Nothing was lost. Load the page again; if it fails again, tell us what the browser’s console says.',
    reload: 'Load the page again',
    unreachable: 'Tocsin does not answer. Is it running, and is the network there?',
    odd: (status: number) =>
      `The server answered ${status} in a way that this page does not understand. Reload the page: it may be older than the server.`,
    notFoundTitle: 'There is no such page',
    notFound: (path: string) => `Nothing is shown at ${path}.`,
  },
  states: {
    waiting: 'Waiting',
    in_flight: 'In flight',
    delivered: 'Delivered',
    superseded: 'Superseded',
    dead: 'Dead letter',
    failed: 'Failed',
  },
  actions: { trigger: 'Trigger', acknowledge: 'Acknowledge', resolve: 'Resolve', change: 'Change' },
  severities: { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info' },
  incidentStates: { open: 'Open', maybe_open: 'Maybe open' },
  /** The closed set of reasons (docs/delivery.md, rule 5), each as a sentence. */
  reasons: {
    throttled: 'PagerDuty takes no more calls for this key just now (429).',
    server_error: 'PagerDuty, or something before it, answered that it is broken (5xx).',
    network: 'No connection came about, or it broke.',
    timeout: 'No answer came in time.',
    tls: 'The secure connection could not be made.',
    auth: 'The integration key was refused.',
    not_allowed: 'actions.allowedHosts does not name the host of the API URL, so no call was made.',
    not_pagerduty: 'What answered is not PagerDuty: a login page or a proxy stands in between.',
    invalid_event: 'PagerDuty refused what the event says.',
    too_large: 'The event is larger than PagerDuty takes, even after it was made to fit.',
    expired: 'It was tried for as long as the settings allow, and never got through.',
    cancelled: 'Somebody cancelled it before it was sent.',
    connector_deleted: 'Its connector was deleted while it waited.',
  },
  /** Why an event was superseded (docs/delivery.md, rule 10). */
  superseded: {
    newer: 'A newer event says the same, and was sent in its place.',
    over: 'What it told of was over before it could be sent: nobody was paged.',
    moot: 'It would have changed nothing.',
  },
} as const;

/** The words for a reason; what this page does not know is shown as it came. */
export function reasonInWords(reason: string): string {
  const known: Readonly<Record<string, string>> = texts.reasons;
  return known[reason] ?? reason;
}
