// Measures how a long list of members scrolls:
//   STRATA_APP=http://127.0.0.1:5100 STRATA_EMAIL=… STRATA_PASSWORD=… node scripts/measure-members.mjs SEGMENT
// By the wheel, by dragging the scroll bar from the top to the end, and, as a control, the wheel over plain rows in an empty page of the
// same browser. Frames are those of Chromium's own trace: drawn, and dropped.
import { app, launch, percentile, signIn } from './browser.mjs';

const [segment] = process.argv.slice(2);
if (!segment) {
  throw new Error('Name a segment: node scripts/measure-members.mjs SEGMENT');
}
const seconds = 8;
const browser = await launch({ ignoreDefaultArgs: ['--hide-scrollbars'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(60_000);

await page.setContent(control(5_000));
await measure('control, plain rows, wheel', '#rows', wheel);
await measure('control, plain rows, scroll bar', '#rows', drag);
await signIn(page);
await page.goto(`${app}/segments/${encodeURIComponent(segment)}`);
await page.getByTestId('members').waitFor();
await page.locator('[data-testid=members] [data-row] a').nth(5).waitFor();
const rows = Number(await page.getByTestId('members').getAttribute('aria-rowcount')) - 1;
await measure(`${rows.toLocaleString('en')} members, wheel`, '[data-testid=members]', wheel);
await measure(`${rows.toLocaleString('en')} members, scroll bar to the end`, '[data-testid=members]', drag);
await page.waitForFunction(() => document.querySelectorAll('[data-testid=members] [data-row] a').length > 5);
await browser.close();

/** Plain rows as many as a browser takes at once, with as many cells as a member has. */
function control(count) {
  const cells = ['A name of a company', 'example.com', 'Software', 'Germany', '1,234', 'Why'].map((text) => `<div>${text}</div>`).join('');
  return `<style>#rows{height:620px;overflow:auto;font:14px sans-serif}.row{display:grid;grid-template-columns:repeat(5,1fr) 76px;height:36px;align-items:center;border-bottom:1px solid #ddd}</style>
<div id="rows">${`<div class="row">${cells}</div>`.repeat(count)}</div>`;
}

/** A turn of the wheel sixty times a second, whether the page keeps up or not. */
async function wheel(box) {
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await sixtyTimesASecond(() => page.mouse.wheel(0, 120));
}

/** The scroll bar's thumb, pulled from the top to the end; it stands below an arrow. */
async function drag(box) {
  const x = box.x + box.width - 8;
  const margin = 22;
  await page.mouse.move(x, box.y + margin);
  await page.mouse.down();
  await sixtyTimesASecond((share) => page.mouse.move(x, box.y + margin + (box.height - 2 * margin) * share));
  await page.mouse.up();
}

async function sixtyTimesASecond(act) {
  const acts = [];
  const from = performance.now();
  for (let tick = 1; tick <= seconds * 60; tick++) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, from + (tick * 1000) / 60 - performance.now())));
    acts.push(act(tick / (seconds * 60)));
  }
  await Promise.all(acts);
}

async function measure(label, selector, scroll) {
  const scroller = page.locator(selector);
  await scroller.evaluate((element) => {
    element.scrollTop = 0;
    globalThis.frames = [];
    globalThis.tasks = [];
    globalThis.observer?.disconnect();
    globalThis.observer = new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration)));
    globalThis.observer.observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now) => {
      globalThis.frames.push(now - last);
      last = now;
      globalThis.handle = requestAnimationFrame(frame);
    };
    globalThis.handle = requestAnimationFrame(frame);
  });
  await page.waitForTimeout(500);
  await scroller.evaluate(() => (globalThis.frames.length = 0));
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'], ...(process.env.STRATA_TRACE ? { path: `${process.env.STRATA_TRACE}-${label.replaceAll(/\W+/g, '-')}.json`, categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame', 'v8.execute', 'disabled-by-default-v8.cpu_profiler', 'cc', 'viz'] } : {}) });
  await scroll(await scroller.boundingBox());
  const { frames, tasks, top } = await scroller.evaluate((element) => {
    cancelAnimationFrame(globalThis.handle);
    return { frames: globalThis.frames, tasks: globalThis.tasks, top: element.scrollTop };
  });
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const drawn = trace.traceEvents.filter((event) => event.name === 'DrawFrame').length;
  const dropped = trace.traceEvents.filter((event) => event.name === 'DroppedFrame');
  // Of a partial one the scrolling was shown, and what the page changed came a frame later.
  const late = dropped.filter((event) => event.args?.hasPartialUpdate).length;
  console.log(
    `${label}: ${frames.length} frames in ${seconds} s over ${Math.round(top).toLocaleString('en')} px, p50 ${percentile(frames, 0.5).toFixed(1)} ms, p99 ${percentile(frames, 0.99).toFixed(1)} ms, ` +
      `${frames.filter((gap) => gap > 25).length} longer than 25 ms, ${frames.filter((gap) => gap > 50).length} longer than 50 ms; drawn ${drawn}, dropped ${dropped.length - late}, drawn with the page's change a frame late ${late}; tasks over 50 ms: ${tasks.length}`,
  );
}
