import { installedProgram } from './installed-program.ts';

export const prometheusProgram = () => installedProgram('prometheus', '/usr/bin/prometheus');

/** Has the programs that watch systems at hand, once, before files that run side by side each install them. */
export async function prepareMonitoring(): Promise<void> {
  await prometheusProgram();
}
