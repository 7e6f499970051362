/** Whether the focus is nowhere: what had it is gone, or can not be used just now. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at.matches(':disabled');
}
