// Measures the first load of pages, with nothing kept from before, on this machine's own network and on emulated 4G:
//   STRATA_APP=http://127.0.0.1:5100 STRATA_EMAIL=… STRATA_PASSWORD=… node scripts/measure-load.mjs [path…]
// Bytes are those on the wire, headers included. A page is interactive when its heading is there, nothing on it is being loaded, and its
// last task of more than 50 ms is over. The networks are those of Chromium's developer tools.
import { app, launch, percentile, signIn } from './browser.mjs';

const paths = process.argv.length > 2 ? process.argv.slice(2) : ['/sign-in', '/', '/segments', '/segments/new'];
const mbit = 1_000_000 / 8;
const networks = {
  loopback: undefined,
  'fast 4G (9 Mbit/s, 165 ms)': { downloadThroughput: 9 * 0.9 * mbit, uploadThroughput: 1.5 * 0.9 * mbit, latency: 165 },
  'slow 4G (1.6 Mbit/s, 563 ms)': { downloadThroughput: 1.6 * 0.9 * mbit, uploadThroughput: 0.75 * 0.9 * mbit, latency: 562.5 },
};
const browser = await launch();
const first = await browser.newPage();
await signIn(first);
const state = await first.context().storageState();
await first.close();

for (const path of paths) {
  for (const [network, conditions] of Object.entries(networks)) {
    const runs = [];
    for (let run = 0; run < (conditions ? 3 : 5); run++) {
      runs.push(await load(path, conditions));
    }
    const middle = (name) => percentile(runs.map((run) => run[name]), 0.5);
    console.log(
      `${path} over ${network}: ${(middle('bytes') / 1024).toFixed(0)} KiB in ${middle('requests')} requests (scripts ${(middle('scripts') / 1024).toFixed(0)} KiB, styles ${(middle('styles') / 1024).toFixed(0)} KiB), ` +
        `first paint ${middle('paint').toFixed(0)} ms, interactive ${middle('interactive').toFixed(0)} ms`,
    );
  }
}
await browser.close();

async function load(path, conditions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...(path === '/sign-in' ? {} : { storageState: state }) });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  if (conditions) {
    await devtools.send('Network.emulateNetworkConditions', { offline: false, ...conditions });
  }
  const types = new Map();
  const sizes = new Map();
  devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await page.addInitScript(() => {
    globalThis.taskEnd = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        globalThis.taskEnd = Math.max(globalThis.taskEnd, entry.startTime + entry.duration);
      }
    }).observe({ type: 'longtask', buffered: true });
    const look = () => {
      const isThere = document.querySelector('h1') !== null && document.querySelector('[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root') === null;
      if (!isThere) {
        globalThis.thereSince = undefined;
      } else {
        globalThis.thereSince ??= performance.now();
      }
      if (!isThere || performance.now() - globalThis.thereSince < 500) {
        setTimeout(look, 10);
      } else {
        globalThis.settled = true;
      }
    };
    look();
  });
  await page.goto(app + path);
  await page.waitForFunction(() => globalThis.settled);
  const { there, task, paint } = await page.evaluate(() => ({
    there: globalThis.thereSince,
    task: globalThis.taskEnd,
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  }));
  await context.close();
  const sum = (type) => [...sizes].reduce((total, [id, bytes]) => total + (type === undefined || types.get(id) === type ? bytes : 0), 0);
  return { bytes: sum(), scripts: sum('Script'), styles: sum('Stylesheet'), requests: sizes.size, paint, interactive: Math.max(there, task) };
}
