/** Texts of a connector's Configuration tab. Labels and messages are Kibana's, where it has them. */
export const connectorFormTexts = {
  createTitle: 'Create connector',
  createAbout: 'Send an event in PagerDuty.',
  name: 'Connector name',
  apiUrl: 'API URL',
  ownApiUrl: 'API URL of your own',
  key: 'Integration key',
  places: {
    us: 'United States (default)',
    eu: 'Europe',
    sandbox: 'Sandbox',
    other: 'Other',
  },
  sandboxHint: 'A PagerDuty to practise on, inside this server. Nobody is paged.',
  otherHint: 'A proxy or gateway of your own that speaks PagerDuty’s Events API.',
  makeKey: 'Make an integration key',
  keyMade: 'The sandbox made a key, and it is filled in.',
  showKey: 'Show or hide the integration key',
  onCreate:
    'Remember this value. It is kept encrypted, and you must enter it again each time you edit the connector.',
  onEdit: 'The integration key is encrypted and is not shown. Enter it again to save changes.',
  save: 'Save',
  saveAndTest: 'Save & test',
  saved: 'Changes Saved',
  hasErrors: 'There are errors in the form',
  created: (name: string) => `${name} was created.`,
  savedWithWarnings: 'It was saved, but look at this',
  readOnlyTitle: 'This connector is preconfigured',
  readOnly: 'It stands in the settings of the server and can not be changed here. You can test it.',
  readOnlySandbox:
    'It leads to the sandbox of this server, and is there from the first start. It can not be changed here, but tested.',
  unseenUrl: 'not shown',
  unseenKey: 'never shown',
  faults: {
    name: 'Connector name is required.',
    apiUrl: 'Invalid API URL',
    apiUrlIsKey: 'This looks like an integration key. It belongs into the field below.',
    apiUrlOfIntegration:
      'This is the address of one integration. Choose United States or Europe instead, and put the part between /integration/ and /enqueue into the field below.',
    key: 'An integration key / routing key is required.',
    keyIsUrl: 'This is a URL. The integration key is a text of 32 letters and digits.',
    keyIsRestKey:
      'This looks like a key of PagerDuty’s REST API. Events need the integration key of a service: 32 letters and digits.',
    keyShape: (shape: string) => `An integration key has 32 letters or digits; this one ${shape}.`,
    keyShapeElsewhere: (shape: string) =>
      `An integration key has 32 letters or digits; this one ${shape}. PagerDuty itself would refuse it.`,
    notAllowed: (host: string) =>
      `The setting actions.allowedHosts does not name ${host}. Whoever runs the server must add it there first.`,
  },
  rulesetKey:
    'A key that begins with R belongs to an event orchestration or a ruleset: its rules decide which service is told. It takes no change events.',
} as const;

/** Texts of the panel that tells where the integration key is found in PagerDuty. */
export const findKeyTexts = {
  open: 'Where do I find this?',
  title: 'Configure PagerDuty',
  intro: 'The key is made in PagerDuty, once for each service that shall be told.',
  branch: 'Where shall the integration be?',
  existing: 'On an existing service',
  fresh: 'On a new service',
  existingSteps: [
    {
      drawing: 'services',
      text: 'In PagerDuty, open the Services menu and choose the service that shall be told. (In older screens: Configuration, then Services.)',
    },
    { drawing: 'integrations', text: 'Select the Integrations tab and click New Integration.' },
    {
      drawing: 'name',
      text: 'Enter an Integration Name such as Elastic-Alerting, and select Elastic Alerts as the Integration Type. Events API V2 does as well.',
    },
    {
      drawing: 'key',
      text: 'Click Add Integration. You are back on the Integrations tab, where the Integration Key stands now. Copy it, and paste it here.',
    },
  ],
  freshSteps: [
    { drawing: 'newService', text: 'In PagerDuty, open the Services menu and click New Service.' },
    {
      drawing: 'serviceName',
      text: 'Give the service a name, and choose who is told: an escalation policy, new or existing.',
    },
    {
      drawing: 'name',
      text: 'Where the integrations are asked for, select Elastic Alerts as the Integration Type. Events API V2 does as well. Name it, such as Elastic-Alerting.',
    },
    {
      drawing: 'key',
      text: 'Create the service. Its Integrations tab shows the Integration Key. Copy it, and paste it here.',
    },
  ],
  drawings: {
    services: 'Drawing: the list of services, with one of them chosen.',
    integrations: 'Drawing: a service’s tabs, with Integrations chosen and the button New Integration.',
    name: 'Drawing: the fields Integration Name and Integration Type, and the button Add Integration.',
    key: 'Drawing: the Integrations tab with an integration and its key.',
    newService: 'Drawing: the list of services with the button New Service.',
    serviceName: 'Drawing: the fields Name and Escalation Policy of a new service.',
  },
  /** Words on PagerDuty's screens, as the drawings show them. */
  screen: {
    services: 'Services',
    service: 'Web shop',
    otherService: 'Payments',
    activity: 'Activity',
    integrations: 'Integrations',
    settings: 'Settings',
    newIntegration: 'New Integration',
    newService: 'New Service',
    integrationName: 'Integration Name',
    exampleName: 'Elastic-Alerting',
    integrationType: 'Integration Type',
    exampleType: 'Elastic Alerts',
    addIntegration: 'Add Integration',
    integrationKey: 'Integration Key',
    exampleKey: '4f1e…c09a',
    name: 'Name',
    policy: 'Escalation Policy',
    examplePolicy: 'On call, around the clock',
    next: 'Next',
  },
} as const;
