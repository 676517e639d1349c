import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const from = (path: string) => resolve(import.meta.dirname, path)

/**
 * `main` also builds the core, which runs in a utility process of its own, and the core's threads: entries beside the
 * window's process, because each is started from its own file.
 * `preload` must be one CommonJS file, because a sandboxed preload can load nothing beside itself.
 */
export default defineConfig({
  main: {
    build: {
      outDir: from('out/main'),
      rolldownOptions: {
        input: {
          index: from('electron/main.ts'),
          process: from('electron/core-process.ts'),
          'reader-worker': from('electron/core/store/reader-worker.ts'),
          'indexer-worker': from('electron/core/store/search/indexer-worker.ts'),
          'care-worker': from('electron/core/store/care/care-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('electron/preload.ts') },
        output: { format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('renderer'),
    plugins: [react()],
    build: {
      outDir: from('out/renderer'),
      minify: true,
      cssMinify: true,
      reportCompressedSize: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: from('renderer/index.html') },
    },
  },
})
