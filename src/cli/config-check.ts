import { formatSettings } from '../config/format-settings.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';

/** `tocsin config check`: the settings in force and where each comes from. A wrong one ends it with 78. */
export async function configCheck(context: CommandContext, flags: SettingsFlags): Promise<void> {
  context.print(formatSettings(await settingsFor(context, flags)));
}
