import { setting } from '../define-setting.ts';
import { byteSizeOrNumber } from '../values/byte-size.ts';
import { networkSettings } from './network-section.ts';

/** What of `actions` says whom connectors may call and how. */
export const actionsNetwork = {
  ...networkSettings({
    section: 'actions',
    who: 'connectors',
    kibana: 'xpack.actions',
    more: {
      allowedHosts: 'Checked when a connector is saved and on every send.',
      denyPrivateAddresses: 'The sandbox of this server is exempt.',
    },
    host: 'events.pagerduty.com',
    domain: 'pagerduty.com',
  }),
  maxResponseContentLength: setting(byteSizeOrNumber(64, 1024 ** 3), {
    default: '1mb',
    description:
      'How much of an answer is read at most. More than 64kb of it never is, and what is too long fails no call: what an answer means stands at its beginning.',
    format:
      'a size from 64b to 1gb: a whole number and one of b, kb, mb, gb, such as "1mb", or a number of bytes',
    example: '16kb',
    aliases: ['xpack.actions.maxResponseContentLength'],
    reload: true,
  }),
};
