/** PagerDuty's service regions and their event addresses (support.pagerduty.com, "Service regions"). */
export const regions = {
  us: {
    name: 'United States',
    enqueueUrl: 'https://events.pagerduty.com/v2/enqueue',
    changeUrl: 'https://events.pagerduty.com/v2/change/enqueue',
  },
  eu: {
    name: 'Europe',
    enqueueUrl: 'https://events.eu.pagerduty.com/v2/enqueue',
    changeUrl: 'https://events.eu.pagerduty.com/v2/change/enqueue',
  },
} as const;

/** Where a connector without an API URL sends. */
export const defaultApiUrl = regions.us.enqueueUrl;

/** Whether a host is PagerDuty's own: `pagerduty.com` or below it, in any case, with or without the final dot. */
export function isPagerDutyHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return host === 'pagerduty.com' || host.endsWith('.pagerduty.com');
}

/**
 * The URL for change events that belongs to a URL for alert events: `…/enqueue` becomes `…/change/enqueue`, with host
 * and query as they were; a URL for change events stays itself.
 *
 * @returns `undefined` for a URL whose path does not end in `/enqueue`: where such a host takes change events is not
 * known, and posting them to the address for alerts would be a guess.
 */
export function changeUrlOf(apiUrl: string): string | undefined {
  const parts = /^(?<base>[^?#]*?)(?<change>\/change)?\/enqueue(?<rest>\/?(?:[?#].*)?)$/s.exec(
    apiUrl,
  )?.groups;
  return parts === undefined ? undefined : `${parts.base}/change/enqueue${parts.rest}`;
}
