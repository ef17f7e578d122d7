// Measures how long an edit in the builder takes until its new count is painted, and how a long list of members scrolls.
//   STRATA_APP=http://127.0.0.1:5100 STRATA_EMAIL=… STRATA_PASSWORD=… node scripts/measure-builder.mjs [edits] [segment]
// The time is taken in the page: from the input event of the keystroke to the frame after the total changed.
import { chromium } from 'playwright-core';

const [edits = '200', segment] = process.argv.slice(2);
const app = process.env.STRATA_APP ?? 'http://127.0.0.1:5173';
const browser = await chromium.launch({
  executablePath: process.env.STRATA_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(180_000);
if (process.env.STRATA_EMAIL) {
  await page.goto(`${app}/sign-in`);
  await page.getByLabel('E-mail').fill(process.env.STRATA_EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(process.env.STRATA_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

const places = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

await measureEdits(Number(edits));
if (segment) {
  await measureScrolling(segment);
}
await browser.close();

async function measureEdits(count) {
  const where = 'employees >= 500 and any(intent where score >= 60) in last 30 days and count(page_view where page = "pricing" and seconds >= 10) in last 30 days >= 1';
  await page.goto(`${app}/segments/new?where=${encodeURIComponent(where)}&tab=advice`);
  await page.locator('[data-testid=total][data-count]:not([data-awaited])').waitFor();
  await page.evaluate(() => {
    const times = (globalThis.edits = []);
    const server = (globalThis.requests = []);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name.endsWith('/v1/definitions/evaluate')) {
          server.push(entry.duration);
        }
      }
    }).observe({ type: 'resource' });
    let begun = 0;
    document.addEventListener('input', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.getAttribute('aria-label') === 'Value') {
        begun = performance.now();
      }
    }, true);
    const total = document.querySelector('[data-testid=total]');
    new MutationObserver(() => {
      if (begun && !total.hasAttribute('data-awaited')) {
        const from = begun;
        begun = 0;
        // The frame in which the number is painted, and the task after it.
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
      }
    }).observe(total, { attributes: true, childList: true, characterData: true, subtree: true });
  });
  const input = page.getByRole('group', { name: 'Condition 1', exact: true }).getByLabel('Value').first();
  for (let at = 0; at < count; at++) {
    await input.fill(String(100 + ((at * 37) % 900)));
    await page.waitForFunction((done) => globalThis.edits.length > done, at);
  }
  const { edits: times, requests } = await page.evaluate(() => ({ edits: globalThis.edits, requests: globalThis.requests }));
  const line = (label, values) => console.log(`${label}: ${values.length} measured, p50 ${places(values, 0.5).toFixed(0)} ms, p99 ${places(values, 0.99).toFixed(0)} ms, most ${Math.max(...values).toFixed(0)} ms`);
  line('edit to painted count', times);
  line('request for it', requests);
}

async function measureScrolling(name) {
  await page.goto(`${app}/segments/${encodeURIComponent(name)}`);
  const table = page.getByTestId('members');
  await table.waitFor();
  const rows = Number(await table.getAttribute('aria-rowcount')) - 1;
  const frames = await table.evaluate(
    (scroller) =>
      new Promise((resolve) => {
        const gaps = [];
        let last = performance.now();
        const begin = last;
        const frame = (now) => {
          gaps.push(now - last);
          last = now;
          // Everything from the top to the end within ten seconds.
          scroller.scrollTop = ((now - begin) / 10_000) * (scroller.scrollHeight - scroller.clientHeight);
          if (now - begin < 10_000) {
            requestAnimationFrame(frame);
          } else {
            resolve(gaps.slice(1));
          }
        };
        requestAnimationFrame(frame);
      }),
  );
  const dropped = frames.filter((gap) => gap > 25).length;
  console.log(`scrolling ${rows} rows: ${frames.length} frames in 10 s, p50 ${places(frames, 0.5).toFixed(1)} ms, p99 ${places(frames, 0.99).toFixed(1)} ms, ${dropped} longer than 25 ms`);
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=members] [role=row] a').length > 5);
}
