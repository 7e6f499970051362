import { formatSettings } from '../config/format-settings.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { preconfiguredOf } from './preconfigured.ts';

/**
 * `tocsin config check`: the settings in force and where each comes from, and what of them has no effect. A wrong one
 * ends it with 78.
 */
export async function configCheck(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const loaded = await settingsFor(context, flags);
  context.print(formatSettings(loaded));
  for (const note of [...loaded.notes, ...preconfiguredOf(loaded.settings).notes]) context.note(note);
}
