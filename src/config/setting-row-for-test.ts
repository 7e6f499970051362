/** What is true of one setting; settings.test.ts makes its tests from such rows. */
export interface SettingRow {
  key: string;
  /** The value in force without any file, variable or flag. */
  otherwise: unknown;
  /** As written in YAML, with the value in force. */
  good: [yaml: string, value: unknown][];
  /** As written in the environment, where that differs. */
  variable?: [text: string, value: unknown][];
  /** As written in YAML, with the line of the message after "key (place)". */
  bad: [yaml: string, message: string][];
}
