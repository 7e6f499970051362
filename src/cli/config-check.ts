import { formatSettings } from '../config/format-settings.ts';
import { type CommandContext, type SettingsFlags, settingsAndRulesFor } from './context.ts';
import { preconfiguredOf } from './preconfigured.ts';
import { ruleFilesNotes } from './rule-files.ts';

/**
 * `tocsin config check`: the settings in force and where each comes from, and what of them has no effect. A wrong one
 * ends it with 78, and so does a file of rules that is wrong.
 */
export async function configCheck(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const loaded = await settingsAndRulesFor(context, flags);
  context.print(formatSettings(loaded));
  const notes = [...loaded.notes, ...preconfiguredOf(loaded.settings).notes, ...ruleFilesNotes(loaded)];
  for (const note of notes) context.note(note);
}
