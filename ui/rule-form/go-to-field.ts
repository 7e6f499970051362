/** Brings the field of a place in the rule into sight, and the focus into it; if it has none, the field around it. */
export function goToField(path: string): void {
  for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('.')))) {
    const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(place)}"]`);
    if (field === null) continue;
    const input = field.matches('input, select, textarea')
      ? field
      : (field.querySelector<HTMLElement>(
          '[aria-invalid="true"], input, select, textarea, [contenteditable="true"]',
        ) ?? field);
    input.scrollIntoView({ block: 'center' });
    input.focus({ preventScroll: true });
    return;
  }
}
