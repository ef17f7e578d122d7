// Builds worked example 2 of the language in the builder's blocks at a person's pace, and says how many things were done and how long it took:
//   STRATA_APP=http://127.0.0.1:5100 STRATA_EMAIL=… STRATA_PASSWORD=… node scripts/measure-example.mjs
// The pace is that of the keystroke-level model (Card, Moran and Newell): to point 1.1 s, to press 0.2 s, a key 0.28 s (somebody who does
// not type for a living), and to think before each thing 1.35 s, here twice that, since somebody who has never seen the page looks for it.
import { app, launch, signIn } from './browser.mjs';

const think = 2 * 1350;
const point = 1100;
const press = 200;
const key = 280;
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
let clicks = 0;
let typed = 0;
let keys = 0;

await signIn(page);
await page.goto(`${app}/segments`);
const begun = performance.now();
await click(page.locator('a[href="/segments/new"], button', { hasText: 'New segment' }).first());

// any(intent where topic in ("GTM platform", "Sales automation") and score >= 60) in last 30 days
await type(page.getByRole('textbox', { name: 'First condition' }), 'GTM platform');
await click(page.getByRole('option', { name: /intent where topic = "GTM platform"/ }));
const first = page.getByRole('group', { name: 'Condition 1', exact: true });
const topic = first.getByRole('group', { name: /Filter 1/ });
await click(topic.getByLabel('Comparison').first());
await click(page.getByRole('option', { name: 'is one of', exact: true }));
await type(topic.getByLabel('Values').first(), 'Sales aut');
await click(page.getByRole('option', { name: /^Sales automation/ }));
await addFilter(first, 'score', '60');

// and count(page_view where page = "pricing" and seconds >= 10) in last 30 days >= 2
await click(page.getByRole('button', { name: 'Add a condition' }));
await type(page.getByRole('textbox', { name: 'Add a condition' }), 'pricing', { isFocused: true });
await click(page.getByRole('option', { name: /page_view where page = "pricing"/ }));
const second = page.getByRole('group', { name: 'Condition 2', exact: true });
await click(second.getByLabel('What is asked').first());
await click(page.getByRole('option', { name: 'Number of', exact: true }));
await addFilter(second, 'seconds', '10');
await page.locator('[data-testid=total][data-count]:not([data-awaited])').waitFor();
const seconds = (performance.now() - begun) / 1000;
console.log(`${clicks} clicks, ${typed} fields typed into (${keys} keys), ${seconds.toFixed(0)} s; ${await page.getByTestId('total').innerText()} accounts`);
console.log(await page.getByRole('textbox', { name: 'Text: Who is in' }).innerText());
await browser.close();

async function addFilter(condition, field, value) {
  await click(condition.getByRole('button', { name: 'Add a filter' }));
  await type(condition.getByLabel('Add a filter').first(), field);
  await click(page.getByRole('option', { name: field, exact: true }));
  await type(condition.getByRole('group', { name: /Filter 2/ }).getByLabel('Value').first(), value);
}

async function click(target) {
  await page.waitForTimeout(think + point + press);
  await target.click();
  clicks++;
}

async function type(target, text, { isFocused = false } = {}) {
  await page.waitForTimeout(think + (isFocused ? 0 : point + press));
  if (!isFocused) {
    await target.click();
  }
  await page.keyboard.type(text, { delay: key });
  typed++;
  keys += text.length;
}
