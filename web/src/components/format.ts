import { currentWorkspace } from '@/api/workspace';

const numbers = new Map<string, Intl.NumberFormat>();
const instants = new Map<string, Intl.DateTimeFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { locale } = currentWorkspace();
  const key = locale + JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    numbers.set(key, format);
  }
  return format;
}

/** A whole number with its separators. */
export function formatCount(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/** A number with up to two digits after the point. */
export function formatNumber(value: number, digits = 2): string {
  return numberFormat({ maximumFractionDigits: digits }).format(value);
}

/** A large number in few characters, such as 1.2M. */
export function formatCompact(value: number): string {
  return numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A share of 1 as per cent. */
export function formatShare(value: number, digits = 1): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** An amount of money in few characters. */
export function formatMoney(value: number, currency = 'USD'): string {
  return numberFormat({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** An instant in the workspace's zone. */
export function formatInstant(value: string | number | Date, style: 'date' | 'minute' | 'second' = 'minute'): string {
  const { locale, zone } = currentWorkspace();
  const key = `${locale} ${zone} ${style}`;
  let format = instants.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      ...(style === 'date' ? {} : { timeStyle: style === 'minute' ? 'short' : 'medium' }),
      timeZone: zone,
    });
    instants.set(key, format);
  }
  return format.format(new Date(value));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago, or in how long, in words. */
export function formatAgo(value: string | number | Date, now = Date.now()): string {
  const seconds = Math.round((new Date(value).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(currentWorkspace().locale, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) {
      return format.format(Math.trunc(seconds / length), unit);
    }
  }
  return format.format(seconds, 'second');
}
