import { Alert, Badge, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/components/AppLink';
import { formatCount } from '@/components/format';
import type { OutcomeItem, UploadItem } from './model';

/** What came of importing files, or would come of it. */
export function OutcomeReport({ upload, tried }: { upload: UploadItem; tried: boolean }) {
  const { t } = useTranslation('data');
  return (
    <Stack>
      {upload.files.map(
        (file) =>
          file.outcome && (
            <Paper key={file.file} p="md" withBorder component="section" aria-label={file.name}>
              <Title order={2} size="h4" mb="xs">
                {file.name}: {file.outcome.errors.length > 0 ? t('outcomeFailed') : tried ? t('outcomeTried') : t('outcomeDone')}
              </Title>
              <Outcome outcome={file.outcome} tried={tried} />
            </Paper>
          ),
      )}
    </Stack>
  );
}

function Outcome({ outcome, tried }: { outcome: OutcomeItem; tried: boolean }) {
  const { t } = useTranslation('data');
  const navigate = useNavigate();
  if (outcome.errors.length > 0) {
    return outcome.errors.map((error) => (
      <Alert key={error.message} color="red" variant="light" role="alert">
        <Text size="sm">{error.message}</Text>
        {error.fix && <Text size="sm">{t('fix', { ns: 'common', fix: error.fix })}</Text>}
      </Alert>
    ));
  }
  const figures: [string, number, string][] = [
    [t('inserted'), outcome.inserted, 'green'],
    [t('updated'), outcome.updated, 'blue'],
    [t('unchanged'), outcome.unchanged, 'gray'],
    [t('repeated'), outcome.duplicates, 'gray'],
    [t('refused'), outcome.rejected, outcome.rejected > 0 ? 'orange' : 'gray'],
  ];
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {figures.map(([label, count, color]) => (
          <Badge key={label} size="lg" variant="light" color={color} tt="none" c="var(--mantine-color-text)" className="figures">
            {label} {formatCount(count)}
          </Badge>
        ))}
      </Group>
      {(outcome.rejections.length > 0 || outcome.notes.length > 0) && (
        <List size="sm">
          {outcome.rejections.map((rejection) => (
            <List.Item key={`${rejection.field} ${rejection.reason}`}>
              {formatCount(rejection.rows)} × {rejection.field}: {rejection.reason}
            </List.Item>
          ))}
          {outcome.notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
      {!tried && outcome.importId != null && (
        <Group>
          {outcome.rejected > 0 && (
            <Button onClick={() => void navigate({ to: '/data/import', search: { upload: undefined, rejects: String(outcome.importId) } })}>
              {t('mendRows', { count: outcome.rejected, replace: { count: formatCount(outcome.rejected) } })}
            </Button>
          )}
          <AppLink to="/accounts">{t('lookAtAccounts')}</AppLink>
        </Group>
      )}
    </Stack>
  );
}
