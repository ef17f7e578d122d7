// What the scripts that look at the running app have in common.
//   STRATA_APP       the app's address (http://127.0.0.1:5173)
//   STRATA_EMAIL, STRATA_PASSWORD   who signs in; nobody where they are not given
//   STRATA_CHROMIUM  the browser (/usr/bin/chromium)
import { chromium } from 'playwright-core';

/** The app's address. */
export const app = process.env.STRATA_APP ?? 'http://127.0.0.1:5173';

/** A browser without a window. `more` says what else Playwright is told. */
export function launch(more = {}) {
  return chromium.launch({
    executablePath: process.env.STRATA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...more,
  });
}

/** Signs in as a person would, where somebody is named. */
export async function signIn(page) {
  if (!process.env.STRATA_EMAIL) {
    return;
  }
  await page.goto(`${app}/sign-in`);
  await page.getByLabel('E-mail').fill(process.env.STRATA_EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(process.env.STRATA_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** The value that so large a share of the values does not exceed. */
export const percentile = (values, share) => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Says how times are distributed. */
export function tell(label, times, digits = 0) {
  const figure = (value) => `${value.toFixed(digits)} ms`;
  console.log(`${label}: ${times.length} measured, p50 ${figure(percentile(times, 0.5))}, p90 ${figure(percentile(times, 0.9))}, p99 ${figure(percentile(times, 0.99))}, most ${figure(Math.max(...times))}`);
}
