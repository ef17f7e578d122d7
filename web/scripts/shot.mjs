// Takes a picture of a page: node scripts/shot.mjs /segments out.png [width] [light|dark]. STRATA_APP names the app's address.
import { app, launch, signIn } from './browser.mjs';

const [path = '/', file = 'page.png', width = '1280', scheme = 'light'] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(width) < 600 ? 844 : 800 }, colorScheme: scheme });
page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()));
page.on('pageerror', (error) => console.error('page:', error.message));
await signIn(page);
await page.goto(app + path, { waitUntil: 'load' });
await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {});
await page.screenshot({ path: file, fullPage: process.env.STRATA_FULL === '1' });
const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
if (overflow > 0) console.error(`the page is ${overflow} px wider than the window`);
await browser.close();
