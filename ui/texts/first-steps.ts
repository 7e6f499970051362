/** Texts of the three steps that a first visit shows. */
export const firstStepsTexts = {
  title: 'From nothing to a closed incident, in three steps',
  about: 'They take a minute, and everything is done right here.',
  dismiss: 'Not now',
  close: 'Close',
  done: 'Done:',
  current: 'Now:',
  later: 'Later:',

  create: {
    title: 'Create a connector',
    about: 'A connector says where events are sent: to PagerDuty, or to the sandbox.',
    practise: 'Practise in the sandbox',
    practiseHint:
      'No PagerDuty needed: the sandbox in this server takes events as PagerDuty does, and pages nobody.',
    practiseButton: 'Create a sandbox connector',
    practiseName: 'Sandbox practice',
    real: 'Use your PagerDuty',
    realHint: 'With the integration key of a service.',
    region: 'Service region',
    realButton: 'Create the connector',
    whereKey: 'Where do I find the key, and more choices',
    created: (name: string) => `“${name}” is there.`,
    again: 'Create another one',
  },

  test: {
    title: 'Send a test',
    about: (name: string) => `One trigger through “${name}”. It opens an incident.`,
    pages: 'PagerDuty takes it for real: whoever is on call for the service may be told.',
    button: 'Send a trigger',
    sent: (words: string) => `Answered: ${words}.`,
    summary: 'A test from Tocsin: can you hear the bell?',
    source: 'Tocsin',
    failed: 'It was not delivered',
    failedHint: 'Look at the connector, or try again.',
    toConnector: 'To the connector',
    unknown: 'No reason is known.',
    processed: 'the event was taken',
  },

  see: {
    title: 'See it, and end it',
    aboutSandbox:
      'This is what PagerDuty would show. Acknowledge it as if you had taken the page, then resolve it.',
    aboutReal:
      'The incident is open at PagerDuty, on the service of your key. Acknowledge it from here, then resolve it.',
    toIncident: 'See it in the sandbox',
    toEvent: 'See how it was delivered',
    arriving: 'It is on its way to the sandbox …',
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    acknowledged: 'Acknowledged: whoever was paged has taken it. Now resolve it.',
  },

  end: {
    whole: 'Resolved. You have seen an incident open, be acknowledged and closed.',
    short: 'Resolved. You have seen an incident open and be closed.',
    next: 'From here on, whatever you send through a connector goes the same way.',
    toDeliveries: 'See the deliveries',
    toReal: 'Create a connector for PagerDuty',
  },
} as const;
