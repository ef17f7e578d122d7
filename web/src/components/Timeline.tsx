import { Badge, Box, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { EntityLink } from './EntityLink';
import { formatInstant } from './format';
import { RelativeTime } from './RelativeTime';
import classes from './Timeline.module.css';
import { fieldLabel, formatValue } from './values';

type EventItem = components['schemas']['EventItem'];

/** Events in the order given, under the day that they happened on, with their properties. */
export function Timeline({ events, label, showsContact = true }: { events: readonly EventItem[]; label: string; showsContact?: boolean }) {
  const { t } = useTranslation('accounts');
  return (
    <Box component="ol" className={classes.list} aria-label={label}>
      {events.map((event, index) => {
        const day = formatInstant(event.at, 'date');
        const before = events[index - 1];
        return (
          <Box component="li" key={event.id}>
            {(before === undefined || formatInstant(before.at, 'date') !== day) && (
              <Text size="sm" fw={600} mt={index === 0 ? 0 : 'md'} mb={4}>
                {day}
              </Text>
            )}
            <Box className={classes.event}>
              <Group gap={8}>
                <Badge variant="light" radius="sm">
                  {fieldLabel(event.type)}
                </Badge>
                <Text size="xs" c="dimmed">
                  <RelativeTime value={event.at} />
                </Text>
                {showsContact && event.contact && (
                  <Text size="sm" c="dimmed">
                    {t('by')} <EntityLink of="contacts" id={event.contact} name={event.contactName} />
                  </Text>
                )}
              </Group>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {Object.entries(event.properties)
                  .filter(([name]) => name !== 'source')
                  .map(([name, value]) => `${fieldLabel(name)}: ${formatValue(value)}`)
                  .join(' · ')}
              </Text>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
