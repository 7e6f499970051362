/** Hints below their fields, so that fields side by side stand on one line. */
export const hintBelow: ('label' | 'input' | 'error' | 'description')[] = [
  'label',
  'input',
  'error',
  'description',
];
