// Measures how long an edit in the builder takes until its new count is painted:
//   STRATA_APP=http://127.0.0.1:5100 STRATA_EMAIL=… STRATA_PASSWORD=… node scripts/measure-builder.mjs [edits]
// The time is taken in the page: from the keystroke's own instant, when the browser got it, to the frame with the new total. What of it
// is the question to the server, and what the browser's tasks, is said beside it. STRATA_TRACE names a file for Chromium's trace.
import { app, launch, signIn, tell } from './browser.mjs';

const count = Number(process.argv[2] ?? 200);
const where = 'employees >= 500 and any(intent where score >= 60) in last 30 days and count(page_view where page = "pricing" and seconds >= 10) in last 30 days >= 1';
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(120_000);
await signIn(page);
await page.goto(`${app}/segments/new?where=${encodeURIComponent(where)}&tab=${process.env.STRATA_TAB ?? 'members'}`);
await page.locator('[data-testid=total][data-count]:not([data-awaited])').waitFor();
await page.locator('.mantine-Loader-root, [aria-busy=true]').waitFor({ state: 'detached' });
await page.evaluate(() => {
  const measured = (globalThis.measured = { edits: [], requests: [], servers: [], tasks: [] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name.endsWith('/v1/definitions/evaluate')) {
        measured.requests.push(entry.duration);
        measured.servers.push(entry.responseStart - entry.requestStart);
      }
    }
  }).observe({ type: 'resource' });
  new PerformanceObserver((list) => measured.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
  let begun = 0;
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.getAttribute('aria-label') === 'Value') {
      begun = event.timeStamp;
    }
  }, true);
  const total = document.querySelector('[data-testid=total]');
  new MutationObserver(() => {
    if (begun && !total.hasAttribute('data-awaited')) {
      const from = begun;
      begun = 0;
      // The frame in which the number is painted, and the task after it.
      requestAnimationFrame(() => setTimeout(() => measured.edits.push(performance.now() - from)));
    }
  }).observe(total, { attributes: true, childList: true, characterData: true, subtree: true });
});
const input = page.getByRole('group', { name: 'Condition 1', exact: true }).getByLabel('Value').first();
if (process.env.STRATA_TRACE) {
  await browser.startTracing(page, { path: process.env.STRATA_TRACE, categories: ['devtools.timeline', 'v8.execute', 'disabled-by-default-v8.cpu_profiler', 'loading', 'blink.user_timing'] });
}
for (let at = 0; at < count; at++) {
  await input.fill(String(100 + ((at * 37) % 900)));
  await page.waitForFunction((done) => globalThis.measured.edits.length > done, at);
  // As fast as somebody types: what follows the count (members, the other form) comes between the edits.
  await page.waitForTimeout(Number(process.env.STRATA_REST ?? 150));
}
if (process.env.STRATA_TRACE) {
  await browser.stopTracing();
}
const measured = await page.evaluate(() => globalThis.measured);
console.log(`the first edit: ${measured.edits[0].toFixed(0)} ms`);
tell('edit to painted count', measured.edits);
tell('the request in it', measured.requests);
tell('until its first byte', measured.servers);
if (measured.tasks.length > 0) {
  tell('tasks of the page over 50 ms', measured.tasks);
}
await browser.close();
