import { formatInstant, formatNumber } from '@/components/format';

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value of a member as a person reads it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return formatNumber(value, 4);
  }
  if (typeof value === 'boolean') {
    return value ? '✓' : '✗';
  }
  if (Array.isArray(value)) {
    return value.map(String).join(', ');
  }
  return typeof value === 'string' && instant.test(value) ? formatInstant(value) : String(value);
}

export { authorName as nameOnly } from '@/components/values';
