import {
  Button,
  type CSSVariablesResolver,
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
  PasswordInput,
  rem,
  SegmentedControl,
  TextInput,
} from '@mantine/core'
import classes from './mantine.module.css'
import { darkTokens, lightTokens } from './tokens.ts'

const field = { input: classes['input'] ?? '', label: classes['label'] ?? '' }

const button = {
  '--button-height': rem(32),
  '--button-fz': rem(13),
  '--button-bg': 'var(--accent)',
  '--button-hover': 'var(--accent-2)',
  '--button-color': 'var(--on-accent)',
}

/** The library's theme; its few components are dressed here once, screens never restyle them. */
export const theme = createTheme({
  primaryColor: 'echo',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  respectReducedMotion: true,
  cursorType: 'default',
  defaultRadius: 'sm',
  focusRing: 'auto',
  focusClassName: 'ring',
  colors: {
    echo: [
      '#e4f1f1',
      '#c6e2e3',
      '#9fd0d3',
      '#7cc6ca',
      '#55bcc3',
      '#2f9aa2',
      '#17808a',
      '#0b6770',
      '#08525a',
      '#063d44',
    ],
    dark: [
      '#e9eded',
      '#b3bdbf',
      '#929da0',
      '#5d686b',
      '#3c474a',
      '#272f31',
      '#1e2527',
      '#171c1e',
      '#131819',
      '#0e1213',
    ],
  },
  fontFamily: 'var(--font)',
  fontSizes: { xs: rem(11), sm: rem(12), md: rem(13), lg: rem(14), xl: rem(16) },
  lineHeights: { md: '20px' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8) },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, vars: () => ({ root: button }) }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' }, classNames: field }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { size: 'md' },
      classNames: field,
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'md', withItemsBorders: false, transitionDuration: 0 },
      classNames: {
        root: classes['segments'] ?? '',
        indicator: classes['indicator'] ?? '',
        label: classes['segment'] ?? '',
      },
    }),
  },
})

const pointers = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--over-text)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-2)',
}

const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--input-height': rem(32) },
  light: { ...lightTokens, ...pointers },
  dark: { ...darkTokens, ...pointers },
})

/**
 * Gives the page its variables through a constructed style sheet. The provider would write a `<style>` element instead,
 * and that would need a nonce or 'unsafe-inline' in the content policy; this needs neither.
 */
export function adoptTheme(target: Document): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const base = defaultCssVariablesResolver(merged)
  const own = cssVariablesResolver(merged)
  const css = convertCssVariables(
    {
      variables: { ...base.variables, ...own.variables },
      light: { ...base.light, ...own.light, '--mantine-color-scheme': 'light' },
      dark: { ...base.dark, ...own.dark, '--mantine-color-scheme': 'dark' },
    },
    ':root',
  )
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  target.adoptedStyleSheets = [...target.adoptedStyleSheets, sheet]
}
