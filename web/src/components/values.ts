import { formatInstant, formatMoney, formatNumber } from './format';

const words: Record<string, string> = { arr: 'ARR', id: 'ID', naics: 'NAICS', sic: 'SIC', url: 'URL', ip: 'IP' };
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A field's or event's name as words: `annual_revenue` is Annual revenue. */
export function fieldLabel(name: string): string {
  const text = name
    .split(/[_.]/)
    .map((word) => words[word] ?? word)
    .join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The name in `Name <address>`, as authors of versions are written. */
export function authorName(author: string): string {
  return author.replace(/\s*<[^>]*>$/, '') || author;
}

/** A value of the interface as a person reads it; a number of money where its type says so. */
export function formatValue(value: unknown, type?: string): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map((item) => formatValue(item)).join(', ');
  }
  switch (typeof value) {
    case 'number':
      return type === 'money' ? formatMoney(value) : formatNumber(value);
    case 'boolean':
      return value ? 'yes' : 'no';
    case 'string':
      return type === 'date' || instant.test(value) ? formatInstant(value, value.endsWith('T00:00:00Z') ? 'date' : 'minute') : value;
    default:
      return JSON.stringify(value);
  }
}
