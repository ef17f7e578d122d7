import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/ApiError';

/** What went wrong, in the server's own words, with what to do about it. */
export function ErrorState({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const { t } = useTranslation();
  const items = error instanceof ApiError && error.errors.length > 0 ? error.errors : [{ code: 'fault', message: messageOf(error, t('offline')), fix: undefined }];
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={title ?? t('failed')}>
      <Stack gap="xs" align="flex-start">
        {items.slice(0, 5).map((item) => (
          <div key={`${item.code} ${item.message}`}>
            <Text size="sm">{item.message}</Text>
            {item.fix && <Text size="sm">{t('fix', { fix: item.fix })}</Text>}
          </div>
        ))}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function messageOf(error: unknown, offline: string): string {
  if (error instanceof ApiError && error.status === 0) {
    return offline;
  }
  return error instanceof Error ? error.message : String(error);
}
