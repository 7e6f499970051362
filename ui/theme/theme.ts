import { type CSSVariablesResolver, createTheme, type MantineTheme, Notification } from '@mantine/core';
import { texts } from '../texts/common.ts';

export const theme = createTheme({
  primaryColor: 'indigo',
  // Mantine's own shades leave text on coloured ground below the contrast that WCAG AA asks for.
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Mantine gives its closing button no name.
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': texts.close } } }),
  },
});

/** Colours that texts and badges have, each checked by axe against its ground. */
const colours = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'indigo', 'violet', 'gray'] as const;

/** Where the darkest shade of Mantine's is still too pale for text on its own light ground. */
const darker: Readonly<Partial<Record<(typeof colours)[number], string>>> = {
  yellow: '#7a3b00',
  orange: '#7a3b00',
  green: '#1c6b2c',
  teal: '#06664a',
};

const shadeOf = (from: MantineTheme, colour: (typeof colours)[number], shade: number) =>
  from.colors[colour][shade] ?? 'currentColor';

/** Darkens what Mantine draws too pale on light ground, and lightens what it draws too dark on dark ground. */
export const resolveCssVariables: CSSVariablesResolver = (from) => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': '#4b5563',
    '--mantine-color-placeholder': '#5c6570',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': shadeOf(from, 'indigo', 8),
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': '#b4bac2',
    '--mantine-color-placeholder': '#a3a9b1',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-anchor': shadeOf(from, 'indigo', 2),
    // White words on the shade that the rest has would be too pale.
    '--mantine-color-red-filled': shadeOf(from, 'red', 8),
    '--mantine-color-red-filled-hover': shadeOf(from, 'red', 9),
  };
  for (const colour of colours) {
    light[`--mantine-color-${colour}-light-color`] = darker[colour] ?? shadeOf(from, colour, 9);
    dark[`--mantine-color-${colour}-light-color`] = shadeOf(from, colour, 2);
  }
  return { variables: {}, light, dark };
};
