import { ruleTexts } from '../texts/rules.ts';

const words = ruleTexts.told;

/** Something to copy, with what it is. */
export interface Snippet {
  readonly label: string;
  readonly text: string;
}

/** Types of rules that are told things rather than asking. */
export const toldTypes = ['external', 'heartbeat', 'alertmanager'] as const;
export type ToldType = (typeof toldTypes)[number];

export const isTold = (typeId: string): typeId is ToldType => toldTypes.some((each) => each === typeId);

/** The host and port of an address, as Prometheus wants its targets. */
const targetOf = (address: string) => new URL(address).host;

/**
 * How a program tells a rule: commands and settings to copy.
 *
 * @param address of this server.
 * @param url what a job calls; of heartbeats alone.
 */
export function howToTell(type: ToldType, ruleId: string, address: string, url = ''): readonly Snippet[] {
  const path = `/api/tocsin/rule/${encodeURIComponent(ruleId)}`;
  switch (type) {
    case 'external':
      return [
        {
          label: words.report,
          text: `curl -u admin -H 'content-type: application/json' ${address}${path}/alerts -d '{"alerts": [\n  {"id": "db1", "summary": "Disk full", "severity": "critical"}]}'`,
        },
        {
          label: words.recover,
          text: `curl -u admin -H 'content-type: application/json' ${address}${path}/alerts -d '{"alerts": [\n  {"id": "db1", "state": "recovered"}]}'`,
        },
      ];
    case 'heartbeat':
      return [
        { label: words.url, text: url },
        { label: words.call, text: `curl -fsS -m 10 --retry 5 ${url}` },
        { label: words.crontab, text: `0 3 * * * /usr/local/bin/backup && curl -fsS -m 10 --retry 5 ${url}` },
        {
          label: words.startAndEnd,
          text: `curl -fsS -m 10 ${url}/start; /usr/local/bin/backup; curl -fsS -m 10 --retry 5 ${url}/$?`,
        },
      ];
    case 'alertmanager':
      return [
        {
          label: words.prometheus,
          text: [
            'alerting:',
            '  alertmanagers:',
            `    - path_prefix: ${path}/alertmanager`,
            `      scheme: ${new URL(address).protocol.replace(':', '')}`,
            '      authorization: { type: Bearer, credentials: YOUR-API-KEY }',
            '      static_configs:',
            `        - targets: ['${targetOf(address)}']`,
          ].join('\n'),
        },
      ];
  }
}
