import { distance } from 'fastest-levenshtein';

/** Why a key of a `kibana.yml` has no effect here. */
export type WithoutEffect = 'elsewhere in Kibana' | 'other rules' | 'other connector types';

/** What of Kibana's own sections of `kibana.yml` (general settings and logging, its reference) has a root like ours. */
const besideOurs = [
  'data.autocomplete',
  'data.enhancements',
  'data.query',
  'data.search',
  'logging.appenders',
  'logging.browser',
  'logging.dest',
  'logging.events',
  'logging.filter',
  'logging.json',
  'logging.loggers',
  'logging.quiet',
  'logging.root',
  'logging.rotate',
  'logging.silent',
  'logging.timezone',
  'logging.useUTC',
  'logging.verbose',
  'server.autoListen',
  'server.basePath',
  'server.cdn',
  'server.compression',
  'server.cors',
  'server.customResponseHeaders',
  'server.defaultRoute',
  'server.eluMonitor',
  'server.http2',
  'server.keepaliveTimeout',
  'server.maxPayload',
  'server.maxPayloadBytes',
  'server.name',
  'server.oas',
  'server.payloadTimeout',
  'server.protocol',
  'server.prototypeHardening',
  'server.rateLimiter',
  'server.requestId',
  'server.restrictInternalApis',
  'server.rewriteBasePath',
  'server.securityResponseHeaders',
  'server.shutdownTimeout',
  'server.socketTimeout',
  'server.ssl.certificateAuthorities',
  'server.ssl.cipherSuites',
  'server.ssl.clientAuthentication',
  'server.ssl.enabled',
  'server.ssl.keyPassphrase',
  'server.ssl.keystore',
  'server.ssl.redirectHttpFromPort',
  'server.ssl.supportedProtocols',
  'server.ssl.truststore',
  'server.uuid',
  'server.versioned',
  'server.xsrf',
];

const roots = new Set([
  'aiAssistantManagementSelection',
  'analytics',
  'apm_oss',
  'console',
  'contentConnectors',
  'core',
  'coreApp',
  'csp',
  'dashboard',
  'deprecation',
  'dev_tools',
  'discover',
  'elastic',
  'elasticsearch',
  'enterpriseSearch',
  'env',
  'execution_context',
  'externalUrl',
  'feature_flags',
  'guided_onboarding',
  'home',
  'i18n',
  'input_control_vis',
  'interactiveSetup',
  'kibana',
  'lists',
  'map',
  'maps',
  'metrics',
  'migrations',
  'monitoring',
  'newsfeed',
  'no_data_page',
  'node',
  'ops',
  'path',
  'permissionsPolicy',
  'pid',
  'plugins',
  'pricing',
  'regionmap',
  'savedObjects',
  'serverless',
  'share',
  'status',
  'telemetry',
  'tilemap',
  'timelion',
  'uiSettings',
  'unifiedSearch',
  'unsafe',
  'url_drilldown',
  'usageCollection',
  'userProfile',
  'vega',
  'visTypeTimelion',
  'vis_type_table',
  'vis_type_timelion',
  'vis_type_timeseries',
  'vis_type_vega',
]);

/** Settings of `xpack.actions` for what Tocsin does not have: other types of connectors, and their tasks. */
const ofOtherTypes = [
  'auth',
  'awsSesConfig',
  'cleanupFailedExecutionsTask',
  'email',
  'enableFooterInEmail',
  'enabled',
  'maxEphemeralActionsPerAlert',
  'microsoftExchangeUrl',
  'microsoftGraphApiScope',
  'microsoftGraphApiUrl',
  'preconfiguredAlertHistoryEsIndex',
  'rateLimiter',
  'usage',
  'webhook',
];

/** Settings of `xpack.alerting` for what rules do not have here, or for tasks of Kibana's own. */
const ofOtherRules = [
  'cancelAlertsOnRuleTimeout',
  'defaultRuleTaskTimeout',
  'disabledRuleTypes',
  'enableFrameworkAlerts',
  'enabled',
  'enabledRuleTypes',
  'gapAutoFillScheduler',
  'healthCheck',
  'invalidateApiKeysTask',
  'maintenanceWindow',
  'maxEphemeralActionsPerAlert',
  'rulesSettings',
];

const isAtOrBelow = (key: string, parent: string) => key === parent || key.startsWith(`${parent}.`);

/**
 * Says of a dotted key that is no setting of ours whether Kibana has it, so that a `kibana.yml` starts unchanged;
 * `undefined`: it does not, or it is most likely a slip for one of ours. Source: Kibana's configuration reference.
 */
export function keyWithoutEffect(key: string): WithoutEffect | undefined {
  const bare = key.replace(/^xpack\./, '');
  if (ofOtherRules.some((name) => isAtOrBelow(bare, `alerting.${name}`))) return 'other rules';
  if (ofOtherTypes.some((name) => isAtOrBelow(bare, `actions.${name}`))) return 'other connector types';
  if (key !== bare) return isPluginOfKibana(bare) ? 'elsewhere in Kibana' : undefined;
  const [root = ''] = key.split('.');
  return roots.has(root) || besideOurs.some((known) => isAtOrBelow(key, known))
    ? 'elsewhere in Kibana'
    : undefined;
}

/** Kibana has very many plugins; what reads nearly like the two that matter here was meant for those. */
function isPluginOfKibana(bare: string): boolean {
  const [plugin = ''] = bare.split('.');
  return plugin !== '' && ['actions', 'alerting'].every((known) => distance(plugin, known) > 2);
}
