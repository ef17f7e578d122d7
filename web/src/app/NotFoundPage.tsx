import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What an address that leads nowhere shows. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="60vh" p="md">
      <Stack align="center" gap="sm">
        <Title order={1}>{t('notFound')}</Title>
        <Text c="dimmed">{t('notFoundText')}</Text>
        <Button component="a" href="/" variant="light">
          {t('backHome')}
        </Button>
      </Stack>
    </Center>
  );
}
