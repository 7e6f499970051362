import type { CheckedStep } from '../network/check-host.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { openNetwork, openSourceNetwork } from './open-network.ts';
import { sourceSettings } from './source-settings.ts';

/**
 * `tocsin network check`: how a connector, or with `--rules` a rule, would reach a host under the settings, step by step,
 * from this machine and by this process. Nothing is sent to it.
 */
export async function networkCheck(
  context: CommandContext,
  text: string,
  flags: SettingsFlags & { readonly json?: boolean; readonly rules?: boolean },
): Promise<ExitCode> {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
    const example = 'use an http or https URL such as https://events.pagerduty.com/v2/enqueue';
    throw new CommandError(
      exitCodes.usage,
      `${JSON.stringify(text)} is no URL that could be called: ${example}.`,
    );
  }
  const { settings } = await settingsFor(context, flags);
  const network =
    flags.rules === true
      ? openSourceNetwork(sourceSettings(settings), context.env, () => undefined)
      : openNetwork(settings.actions, context.env, () => undefined);
  try {
    const steps = await network.check(url);
    const ok = steps.every((step) => step.ok);
    if (flags.json === true)
      context.print(JSON.stringify({ url: url.origin, reachable: ok, steps }, null, 2));
    else {
      for (const step of steps) for (const line of linesOf(step)) context.print(line);
      context.print(ok ? `${url.origin} can be reached.` : `${url.origin} can not be reached like this.`);
    }
    return ok ? exitCodes.ok : exitCodes.failed;
  } finally {
    await network.close();
  }
}

/** A step as lines of text: the sentence, and what else is known below it. */
function linesOf({ step, ok, text, details, took }: CheckedStep): string[] {
  const time = took === null ? '' : ` (${took} ms)`;
  return [
    `${ok ? 'ok    ' : 'failed'}  ${step.padEnd(9)}  ${text}${time}`,
    ...details.map((line) => `${' '.repeat(19)}${line}`),
  ];
}
