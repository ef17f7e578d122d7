import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type VariantColorsResolver } from '@mantine/core';

/** Mantine's tinted variants, with text dark (or light) enough for WCAG 2.2 AA on their own tint. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  if ((input.variant === 'light' || input.variant === 'subtle' || input.variant === 'outline' || input.variant === 'transparent') && input.theme.colors[name]) {
    return { ...colors, color: `light-dark(color-mix(in srgb, var(--mantine-color-${name}-9) 62%, black), var(--mantine-color-${name}-2))` };
  }
  return colors;
};

/** How the app looks: one accent, readable greys, small radii. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } } },
  variantColorResolver,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    // What scrolls sideways can be scrolled by the keyboard.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    // Without it the first entry takes the focus, as entries of a menu do: nothing else may stand in one.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    // With the radius of the rest so small a box would be a circle, and look like one of several to choose from.
    Checkbox: { defaultProps: { radius: 'sm' } },
    Paper: { defaultProps: { withBorder: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { position: 'right', size: 'lg', closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

/** Greys that pass WCAG 2.2 AA as text, where Mantine's own do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#535b63', '--mantine-color-placeholder': '#636b73', '--strata-canvas': '#f6f7fb', '--mantine-color-error': '#c92a2a' },
  dark: { '--mantine-color-dimmed': '#a9afb7', '--mantine-color-placeholder': '#9aa0a8', '--strata-canvas': '#17181b', '--mantine-color-error': '#ff8787' },
});
