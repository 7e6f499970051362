/** Whether the focus is nowhere: what had it is gone, or can not be used just now. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at.matches(':disabled');
}

/** Gives a focus that has nowhere to be, because its row or button has gone, to the heading of the page. */
export function focusHeadingIfLost(): void {
  if (isFocusLost()) document.querySelector('h1')?.focus({ preventScroll: true });
}
