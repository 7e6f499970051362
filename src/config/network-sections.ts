import type { Settings } from './settings.ts';

type Sources = Settings['rules']['sources'];

/** Settings that say whom somebody may call and how, and where they stand. */
export interface NetworkSection {
  readonly section: 'actions' | 'rules.sources';
  readonly network: Sources;
  /** What others could read who stand in between, where certificates are not checked. */
  readonly atStake: string;
}

/** Every such section. */
export function networkSections({ actions, rules }: Settings): readonly NetworkSection[] {
  return [
    { section: 'actions', network: actions, atStake: 'the integration keys' },
    {
      section: 'rules.sources',
      network: rules.sources,
      atStake: 'the secrets of rules',
    },
  ];
}
