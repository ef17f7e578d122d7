/// <reference types="vitest/config" />
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// `npm run dev` shows the app over a server that runs elsewhere: STRATA_URL names it, STRATA_KEY stands for a sign-in.
const server = process.env['STRATA_URL'] ?? 'http://127.0.0.1:5100';
const key = process.env['STRATA_KEY'];
const proxy = { target: server, changeOrigin: true, headers: key ? { Authorization: `Bearer ${key}` } : undefined };

const outDir = process.env['STRATA_WEB_OUT'] ?? '../artifacts/bin/Strata.Cli/release/web';

/** Writes each file's compressed forms beside it, so that the server compresses nothing. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.(js|css|svg|json)$/.test(entry.name)) {
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    }
  },
};

export default defineConfig({
  plugins: [react(), compressed],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: { '/v1': proxy, '/healthz': proxy, '/readyz': proxy } },
  build: {
    outDir,
    emptyOutDir: true,
    // The content security policy refuses data: scripts and fonts; small images may be inlined.
    assetsInlineLimit: (file) => (/\.(svg|png)$/.test(file) ? undefined : false),
    chunkSizeWarningLimit: 900,
    // Beside the library's styles those of the pages are few: one file for all.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // Of a group that is divided further, the name says all that use it: too long for an address.
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        codeSplitting: {
          // Few and larger files: on a slow network each costs a round trip, and many small ones compress worse.
          groups: [
            { name: 'app', tags: ['$initial'], priority: 3 },
            { name: 'common', minShareCount: 7, priority: 2 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 160_000, priority: 1 },
          ],
        },
      },
    },
  },
  test: { environment: 'jsdom', globals: true, setupFiles: ['src/test/setup.ts'], css: false },
});
