import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = import.meta.dirname
export const harnessDir = join(root, '../../../out/harness')

/** Builds the page with the fake core; quick enough to do before every look. */
export const buildHarness = () =>
  build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: harnessDir,
      emptyOutDir: true,
      target: 'chrome140',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  })
