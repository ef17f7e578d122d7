import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconStack2, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What stands where there is nothing to show yet: why, and what to do first. */
export function EmptyState({ title, children, action, icon: Symbol = IconStack2 }: { title: string; children?: ReactNode; action?: ReactNode; icon?: Icon }) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw="30rem">
        <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
          <Symbol size={26} />
        </ThemeIcon>
        <Text fw={600} ta="center">
          {title}
        </Text>
        {children !== undefined && (
          <Text c="dimmed" ta="center" size="sm" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
