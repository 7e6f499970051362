import { installedProgram } from './installed-program.ts';

export const prometheusProgram = () => installedProgram('prometheus', '/usr/bin/prometheus');
export const alertmanagerProgram = () =>
  installedProgram('prometheus-alertmanager', '/usr/bin/prometheus-alertmanager');

/** Has the programs that watch systems at hand, once, before files that run side by side each install them. */
export async function prepareMonitoring(): Promise<void> {
  await prometheusProgram();
  await alertmanagerProgram();
}
