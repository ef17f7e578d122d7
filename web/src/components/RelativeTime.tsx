import { Text, Tooltip } from '@mantine/core';
import { formatAgo, formatInstant } from './format';

/** How long ago something was, with the exact instant behind it. */
export function RelativeTime({ value }: { value: string }) {
  return (
    <Tooltip label={formatInstant(value, 'second')}>
      <Text component="time" dateTime={value} span inherit tabIndex={0}>
        {formatAgo(value)}
      </Text>
    </Tooltip>
  );
}
