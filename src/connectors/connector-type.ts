/** What `GET /api/actions/connector_types` tells of a type. */
export interface ConnectorType {
  readonly id: string;
  readonly name: string;
  /** Kibana's licence for the type; in Tocsin every type is there for everybody. */
  readonly minimumLicenseRequired: 'gold';
  readonly supportedFeatureIds: readonly string[];
}

export const pagerDutyType: ConnectorType = {
  id: '.pagerduty',
  name: 'PagerDuty',
  minimumLicenseRequired: 'gold',
  supportedFeatureIds: ['alerting', 'uptime', 'siem', 'workflows'],
};

export const connectorTypes: readonly ConnectorType[] = [pagerDutyType];

/** Whether `actions.enabledActionTypes` lets a type be created, changed and used. */
export function isTypeEnabled(typeId: string, enabledActionTypes: readonly string[]): boolean {
  return enabledActionTypes.includes('*') || enabledActionTypes.includes(typeId);
}
