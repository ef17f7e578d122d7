// Takes a picture of a page: node scripts/shot.mjs /segments out.png [width] [light|dark]. STRATA_APP names the app's address.
import { chromium } from 'playwright-core';

const [path = '/', file = 'page.png', width = '1280', scheme = 'light'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.STRATA_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(width) < 600 ? 844 : 800 }, colorScheme: scheme });
page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()));
page.on('pageerror', (error) => console.error('page:', error.message));
const app = process.env.STRATA_APP ?? 'http://127.0.0.1:5173';
if (process.env.STRATA_EMAIL) {
  await page.goto(`${app}/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(process.env.STRATA_EMAIL);
  await page.getByLabel(/^password/i).first().fill(process.env.STRATA_PASSWORD ?? '');
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}
await page.goto(app + path, { waitUntil: 'load' });
await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {});
await page.screenshot({ path: file, fullPage: process.env.STRATA_FULL === '1' });
const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
if (overflow > 0) console.error(`the page is ${overflow} px wider than the window`);
await browser.close();
