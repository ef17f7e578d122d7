import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ColorSchemeSwitch } from '@/app/ColorSchemeSwitch';
import { Logo } from '@/app/Logo';

/** A page of one form, for who is not signed in. */
export function FormPage({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · Strata`);
  return (
    <Box component="main" mih="100dvh" p="md">
      <Group justify="flex-end">
        <ColorSchemeSwitch />
      </Group>
      <Center pt={{ base: 'lg', sm: '8vh' }}>
        <Stack w="100%" maw={400} gap="lg">
          <Stack align="center" gap="xs">
            <Logo size={44} />
            <Title order={1} ta="center">
              {title}
            </Title>
            {text !== undefined && (
              <Text c="dimmed" ta="center">
                {text}
              </Text>
            )}
          </Stack>
          <Paper withBorder p="lg" radius="md">
            {children}
          </Paper>
        </Stack>
      </Center>
    </Box>
  );
}
